-- Full audits by the day they were planned for, whether they took place or not.
SELECT planned_on AS day, 'counted' AS outcome, severity AS grp
FROM rows.audits
WHERE finding = 0 AND scope = 'full' AND planned_on IS NOT NULL
