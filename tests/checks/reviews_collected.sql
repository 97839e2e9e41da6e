-- Valid reviews given in the period: not for a reward, not deleted since, and no repetition.
-- a buyer's review of one kind of goods in one order counts once, the earliest that is neither rewarded nor deleted
WITH kept AS (
    SELECT
        *,
        NOT coalesce(incentivised, false) AND deleted_at IS NULL AS honest
    FROM rows.reviews
),
judged AS (
    SELECT
        *,
        honest AND (
            order_id IS NULL
            OR NOT EXISTS (
                SELECT 1
                FROM kept e
                WHERE
                    e.honest
                    AND e.order_id = kept.order_id
                    AND e.sku IS NOT DISTINCT FROM kept.sku
                    AND e.customer_id IS NOT DISTINCT FROM kept.customer_id
                    AND (e.collected_at < kept.collected_at OR (e.collected_at = kept.collected_at AND e.review_id < kept.review_id))
            )
        ) AS valid
    FROM kept
)
SELECT CAST(collected_at + INTERVAL 8 HOUR AS DATE) AS day, CASE WHEN valid THEN 'counted' ELSE 'set aside' END AS outcome, channel AS grp
FROM judged
WHERE collected_at <= $as_of
