-- Orders that were express when they were paid are handed to the carrier within 12 hours, day and night; pre-sale
-- orders from the agreed shipping start, unless paid later.
WITH clocks AS (
    SELECT
        *,
        greatest(paid_at, ship_from_at) AS begun,
        CASE WHEN handed_over_at <= $as_of THEN handed_over_at END AS ended
    FROM rows.orders
    WHERE paid_at IS NOT NULL
),
promises AS (
    SELECT *, begun + INTERVAL 12 HOUR AS due FROM clocks WHERE begun <= $as_of AND express
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
