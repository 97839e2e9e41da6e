-- Complaints received in the period whose customer was told: from then to the archive.
-- A step that ended before it began was not taken in this order: how long it took is not known.
-- what is known at the as-of moment: the first closure, and a reopening no later than 7 days after it
WITH seen AS (
    SELECT
        *,
        coalesce(first_resolved_at, resolved_at) AS first_closure,
        reopened_at <= $as_of AND reopened_at <= coalesce(first_resolved_at, resolved_at) + INTERVAL 7 DAY AS taken_back
    FROM rows.tickets
    WHERE created_at <= $as_of
),
complaints AS (
    SELECT
        *,
        CASE
            WHEN coalesce(taken_back, false) AND resolved_at < reopened_at THEN NULL
            WHEN coalesce(taken_back, false) THEN resolved_at
            ELSE first_closure
        END AS closure
    FROM seen
    WHERE kind = 'complaint'
),
steps AS (
    SELECT *, told_at AS begun, archived_at AS ended FROM complaints
)
SELECT
    CAST(created_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE
        WHEN status IN ('cancelled', 'duplicate', 'spam') OR merged_into IS NOT NULL THEN 'excluded'
        WHEN ended >= begun AND ended <= $as_of THEN 'ended'
        ELSE 'open'
    END AS outcome,
    date_diff('second', begun, ended) / 3600.0 AS hours,
    $quantile AS quantile,
    channel AS grp
FROM steps
WHERE begun <= $as_of
