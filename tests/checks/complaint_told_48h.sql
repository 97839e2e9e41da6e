-- Complaints resolved, and their customer told the result, within 48 hours of receipt. Reopened within 7 days of the first
-- closure, only the last closure counts.
WITH seen AS (
    SELECT
        *,
        created_at + INTERVAL 48 HOUR AS due,
        CASE
            WHEN reopened_at <= $as_of AND reopened_at <= coalesce(first_resolved_at, resolved_at) + INTERVAL 7 DAY
                THEN CASE WHEN resolved_at >= reopened_at THEN resolved_at END
            ELSE coalesce(first_resolved_at, resolved_at)
        END AS solved
    FROM rows.tickets
    WHERE kind = 'complaint' AND created_at <= $as_of
)
SELECT
    CAST(due + INTERVAL 8 HOUR AS DATE) AS day,
    CASE
        WHEN status IN ('cancelled', 'duplicate', 'spam') OR merged_into IS NOT NULL THEN 'excluded'
        WHEN greatest(solved, told_at) <= due AND greatest(solved, told_at) <= $as_of AND solved IS NOT NULL AND told_at IS NOT NULL
            THEN 'hit'
        WHEN due < $as_of THEN 'miss'
        ELSE 'undecided'
    END AS outcome,
    channel AS grp
FROM seen
