-- Days since leaks were discovered, up to the day; the latest counts.
SELECT 'counted' AS outcome, date_diff('day', CAST(discovered_at + INTERVAL 8 HOUR AS DATE), $day) AS since, 'shortest' AS which, severity AS grp
FROM rows.incidents
WHERE kind = 'leak' AND CAST(discovered_at + INTERVAL 8 HOUR AS DATE) <= $day
