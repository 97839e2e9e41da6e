-- Orders for each customer and calendar month with at least one, to be set against the same in the baseline. Who says neither customer nor member is nobody in
-- particular; cancelled and duplicate orders are no orders.
WITH bought AS (
    SELECT
        *,
        CAST(created_at + INTERVAL 8 HOUR AS DATE) AS day,
        coalesce(customer_id, member_id) AS buyer
    FROM rows.orders
    WHERE created_at <= $as_of AND NOT coalesce(status IN ('cancelled', 'duplicate') OR cancelled_at IS NOT NULL, false)
)
SELECT day, 'case' AS outcome, member_id IS NOT NULL AS grp, 1 AS amount, 1 AS scale
FROM bought
WHERE buyer IS NOT NULL
UNION ALL
SELECT min(day), 'exposure', member_id IS NOT NULL, 1, 1
FROM bought
WHERE buyer IS NOT NULL
GROUP BY buyer, date_trunc('month', day), member_id IS NOT NULL
