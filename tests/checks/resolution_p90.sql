-- How long the tickets received in the period took to be resolved; reopened within 7 days means not yet resolved.
-- what is known at the as-of moment: the first closure, and a reopening no later than 7 days after it
WITH seen AS (
    SELECT
        *,
        coalesce(first_resolved_at, resolved_at) AS first_closure,
        reopened_at <= $as_of AND reopened_at <= coalesce(first_resolved_at, resolved_at) + INTERVAL 7 DAY AS taken_back
    FROM rows.tickets
    WHERE created_at <= $as_of
),
closed AS (
    SELECT
        *,
        CASE
            WHEN coalesce(taken_back, false) AND resolved_at < reopened_at THEN NULL
            WHEN coalesce(taken_back, false) THEN resolved_at
            ELSE first_closure
        END AS closure
    FROM seen
)
SELECT
    CAST(created_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE
        WHEN status IN ('cancelled', 'duplicate', 'spam') OR merged_into IS NOT NULL THEN 'excluded'
        WHEN closure <= $as_of THEN 'ended'
        ELSE 'open'
    END AS outcome,
    (date_diff('second', created_at, closure)) / 3600.0 AS hours,
    0.9 AS quantile,
    channel AS grp
FROM closed
