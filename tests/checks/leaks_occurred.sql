-- Leaks by the moment they happened, as far as discovered.
SELECT CAST(occurred_at + INTERVAL 8 HOUR AS DATE) AS day, 'counted' AS outcome, severity AS grp
FROM rows.incidents
WHERE kind = 'leak' AND discovered_at <= $as_of AND occurred_at IS NOT NULL
