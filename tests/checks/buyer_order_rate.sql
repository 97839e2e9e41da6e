-- Orders for each customer and calendar month with at least one. Who says neither customer nor member is nobody in
-- particular; cancelled and duplicate orders are left out and counted.
WITH bought AS (
    SELECT
        *,
        CAST(created_at + INTERVAL 8 HOUR AS DATE) AS day,
        coalesce(customer_id, member_id) AS buyer,
        coalesce(status IN ('cancelled', 'duplicate') OR cancelled_at IS NOT NULL, false) AS left_out
    FROM rows.orders
    WHERE created_at <= $as_of AND coalesce(customer_id, member_id) IS NOT NULL
)
SELECT day, CASE WHEN left_out THEN 'excluded' ELSE 'case' END AS outcome, member_id IS NOT NULL AS grp, 1 AS amount, 1 AS scale
FROM bought
UNION ALL
SELECT min(day), 'exposure', member_id IS NOT NULL, 1, 1
FROM bought
WHERE NOT left_out
GROUP BY buyer, date_trunc('month', day), member_id IS NOT NULL
