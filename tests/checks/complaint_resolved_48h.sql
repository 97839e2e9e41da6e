-- Complaints are resolved within 48 hours of receipt, day and night. A complaint that comes back within 7 days of its
-- first closure was not resolved by it: it goes on from its receipt until it is closed again.
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
),
complaints AS (
    SELECT
        *,
        created_at AS begun,
        created_at + INTERVAL 48 HOUR AS due,
        CASE WHEN closure <= $as_of THEN closure END AS ended
    FROM closed
    WHERE kind = 'complaint'
)
SELECT
    CAST(due + INTERVAL 8 HOUR AS DATE) AS day,
    CASE
        WHEN status IN ('cancelled', 'duplicate', 'spam') OR merged_into IS NOT NULL THEN 'excluded'
        WHEN ended <= due THEN 'hit'
        WHEN due < $as_of THEN 'miss'
        ELSE 'undecided'
    END AS outcome,
    begun,
    ended,
    channel AS grp
FROM complaints
