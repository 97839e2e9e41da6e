-- What audits found, by the day it was fixed.
SELECT fixed_on AS day, 'counted' AS outcome, severity AS grp
FROM rows.audits
WHERE finding > 0 AND fixed_on <= CAST(CAST($as_of AS TIMESTAMP) + INTERVAL 8 HOUR AS DATE)
