-- Of the complaints received in the period and resolved, those whose customer was told the result. Archived is not
-- resolved, and one reopened within 7 days is not resolved until it is closed again.
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
)
SELECT
    CAST(created_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE
        WHEN status IN ('cancelled', 'duplicate', 'spam') OR merged_into IS NOT NULL THEN 'excluded'
        WHEN closure > $as_of OR closure IS NULL THEN 'undecided'
        WHEN told_at <= $as_of THEN 'hit'
        ELSE 'miss'
    END AS outcome,
    channel AS grp
FROM complaints
