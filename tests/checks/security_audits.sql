-- Full audits by the day of their report.
SELECT reported_on AS day, 'counted' AS outcome, severity AS grp
FROM rows.audits
WHERE finding = 0 AND scope = 'full' AND reported_on <= CAST(CAST($as_of AS TIMESTAMP) + INTERVAL 8 HOUR AS DATE)
