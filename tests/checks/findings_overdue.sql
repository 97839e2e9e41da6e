-- Findings not fixed on the day that should have been fixed before it.
SELECT 'counted' AS outcome, severity AS grp FROM rows.audits WHERE finding > 0 AND found_on <= $day AND (fixed_on IS NULL OR fixed_on > $day) AND due_on < $day
