-- Leaks by the moment of their discovery.
SELECT CAST(discovered_at + INTERVAL 8 HOUR AS DATE) AS day, 'counted' AS outcome, severity AS grp
FROM rows.incidents
WHERE kind = 'leak' AND discovered_at <= $as_of
