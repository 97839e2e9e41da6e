-- Honest reviews (no reward, not deleted) that repeat an earlier honest one: same buyer, order and kind of goods.
WITH honest AS (
    SELECT * FROM rows.reviews WHERE NOT coalesce(incentivised, false) AND deleted_at IS NULL
)
SELECT
    CAST(collected_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE
        WHEN
            order_id IS NOT NULL
            AND EXISTS (
                SELECT 1
                FROM honest e
                WHERE
                    e.order_id = honest.order_id
                    AND e.sku IS NOT DISTINCT FROM honest.sku
                    AND e.customer_id IS NOT DISTINCT FROM honest.customer_id
                    AND (e.collected_at, e.review_id) < (honest.collected_at, honest.review_id)
            )
            THEN 'counted'
        ELSE 'first'
    END AS outcome,
    channel AS grp
FROM honest
WHERE collected_at <= $as_of
