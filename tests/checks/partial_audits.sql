-- Audits not known to be full, by the day of their report.
SELECT reported_on AS day, 'counted' AS outcome, severity AS grp
FROM rows.audits
WHERE finding = 0 AND (scope IS NULL OR scope <> 'full') AND reported_on <= CAST(CAST($as_of AS TIMESTAMP) + INTERVAL 8 HOUR AS DATE)
