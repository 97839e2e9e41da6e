-- Ordinary orders (not marked as express) are handed to the carrier within 24 hours of payment, day and night. For a
-- pre-sale order the hours run from the agreed shipping start, unless it was paid later. Unpaid orders promise nothing.
WITH clocks AS (
    SELECT
        *,
        greatest(paid_at, ship_from_at) AS begun,
        CASE WHEN handed_over_at <= $as_of THEN handed_over_at END AS ended
    FROM rows.orders
    WHERE paid_at IS NOT NULL
),
promises AS (
    SELECT *, begun + INTERVAL 24 HOUR AS due FROM clocks WHERE begun <= $as_of
    AND (express IS NULL OR NOT express)
)
SELECT
    CAST(due + INTERVAL 8 HOUR AS DATE) AS day,
    CASE
        WHEN status IN ('cancelled', 'duplicate') OR cancelled_at IS NOT NULL THEN 'excluded'
        WHEN ended <= due THEN 'hit'
        WHEN due < $as_of THEN 'miss'
        ELSE 'undecided'
    END AS outcome,
    begun,
    ended,
    region AS grp
FROM promises
