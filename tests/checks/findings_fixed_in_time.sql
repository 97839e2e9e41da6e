-- Of the findings to be fixed by a day of the period, those that were. Fixed late or not at all is a miss once the day is over.
SELECT
    due_on AS day,
    CASE
        WHEN fixed_on <= due_on AND fixed_on <= CAST(CAST($as_of AS TIMESTAMP) + INTERVAL 8 HOUR AS DATE) THEN 'hit'
        WHEN due_on < CAST(CAST($as_of AS TIMESTAMP) + INTERVAL 8 HOUR AS DATE) THEN 'miss'
        ELSE 'undecided'
    END AS outcome,
    severity AS grp
FROM rows.audits
WHERE finding > 0 AND found_on <= CAST(CAST($as_of AS TIMESTAMP) + INTERVAL 8 HOUR AS DATE) AND due_on IS NOT NULL
