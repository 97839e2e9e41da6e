-- Tickets received in the period.
SELECT
    CAST(created_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE WHEN status IN ('cancelled', 'duplicate', 'spam') OR merged_into IS NOT NULL THEN 'excluded' ELSE 'counted' END AS outcome,
    channel AS grp
FROM rows.tickets
WHERE created_at <= $as_of
