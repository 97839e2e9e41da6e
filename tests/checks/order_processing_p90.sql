-- How long the orders paid in the period took from payment (pre-sale: agreed shipping start, if later) to the carrier.
WITH clocks AS (
    SELECT *, greatest(paid_at, ship_from_at) AS begun FROM rows.orders WHERE paid_at IS NOT NULL
)
SELECT
    CAST(begun + INTERVAL 8 HOUR AS DATE) AS day,
    CASE
        WHEN status IN ('cancelled', 'duplicate') OR cancelled_at IS NOT NULL THEN 'excluded'
        WHEN handed_over_at <= $as_of THEN 'ended'
        ELSE 'open'
    END AS outcome,
    greatest(0, date_diff('second', begun, handed_over_at)) / 3600.0 AS hours,
    0.9 AS quantile,
    region AS grp
FROM clocks
WHERE begun <= $as_of
