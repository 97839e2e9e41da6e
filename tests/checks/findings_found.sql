-- What audits found, by the day it was found.
SELECT found_on AS day, 'counted' AS outcome, severity AS grp
FROM rows.audits
WHERE finding > 0 AND found_on <= CAST(CAST($as_of AS TIMESTAMP) + INTERVAL 8 HOUR AS DATE)
