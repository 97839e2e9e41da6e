-- Findings not fixed on the day.
SELECT 'counted' AS outcome, severity AS grp FROM rows.audits WHERE finding > 0 AND found_on <= $day AND (fixed_on IS NULL OR fixed_on > $day)
