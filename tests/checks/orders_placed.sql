-- Orders placed in the period; cancelled and duplicate ones are told apart.
SELECT
    CAST(created_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE WHEN status IN ('cancelled', 'duplicate') OR cancelled_at IS NOT NULL THEN 'excluded' ELSE 'counted' END AS outcome,
    region AS grp
FROM rows.orders
WHERE created_at <= $as_of
