-- Days since the findings not fixed on the day were made; the oldest counts.
SELECT 'counted' AS outcome, date_diff('day', found_on, $day) AS since, 'longest' AS which, severity AS grp
FROM rows.audits
WHERE finding > 0 AND found_on <= $day AND (fixed_on IS NULL OR fixed_on > $day)
