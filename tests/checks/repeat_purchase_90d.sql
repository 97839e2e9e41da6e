-- Of the orders placed in the period, those whose customer placed another one within 90 days. Before the 90 days are over
-- nobody can tell, also when there was one. Cancelled and duplicate orders are left out and counted.
WITH bought AS (
    SELECT
        *,
        coalesce(customer_id, member_id) AS buyer,
        coalesce(status IN ('cancelled', 'duplicate') OR cancelled_at IS NOT NULL, false) AS left_out
    FROM rows.orders
    WHERE created_at <= $as_of
)
SELECT
    CAST(created_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE
        WHEN left_out THEN 'excluded'
        WHEN created_at + INTERVAL 90 DAY >= $as_of THEN 'undecided'
        WHEN EXISTS (
            SELECT 1
            FROM bought later
            WHERE
                later.buyer = b.buyer
                AND NOT later.left_out
                AND (later.created_at > b.created_at OR (later.created_at = b.created_at AND later.order_id > b.order_id))
                AND later.created_at <= b.created_at + INTERVAL 90 DAY
        ) THEN 'hit'
        ELSE 'miss'
    END AS outcome,
    region AS grp
FROM bought b
WHERE buyer IS NOT NULL
