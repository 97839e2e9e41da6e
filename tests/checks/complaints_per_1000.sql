-- Complaints received for each thousand orders placed in the same time, from the first ticket's day on.
SELECT
    CAST(created_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE WHEN status IN ('cancelled', 'duplicate', 'spam') OR merged_into IS NOT NULL THEN 'excluded' ELSE 'case' END AS outcome,
    channel AS grp,
    1 AS amount,
    1000 AS scale
FROM rows.tickets
WHERE kind = 'complaint' AND created_at <= $as_of
UNION ALL
SELECT
    CAST(created_at + INTERVAL 8 HOUR AS DATE),
    CASE WHEN status IN ('cancelled', 'duplicate') OR cancelled_at IS NOT NULL THEN 'left out' ELSE 'exposure' END,
    channel,
    1,
    1000
FROM rows.orders
WHERE
    created_at <= $as_of
    AND CAST(created_at + INTERVAL 8 HOUR AS DATE) >= (SELECT CAST(min(created_at) + INTERVAL 8 HOUR AS DATE) FROM rows.tickets)
