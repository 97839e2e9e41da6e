-- Of the complaints received in the period and closed for the first time, those reopened within 7 days of that.
SELECT
    CAST(created_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE
        WHEN status IN ('cancelled', 'duplicate', 'spam') OR merged_into IS NOT NULL THEN 'excluded'
        WHEN coalesce(first_resolved_at, resolved_at) > $as_of OR coalesce(first_resolved_at, resolved_at) IS NULL THEN 'undecided'
        WHEN reopened_at <= $as_of AND reopened_at <= coalesce(first_resolved_at, resolved_at) + INTERVAL 7 DAY THEN 'hit'
        WHEN reopened_at IS NULL AND reopen_count > 0 THEN 'hit'  -- how often is known, when is not
        ELSE 'miss'
    END AS outcome,
    channel AS grp
FROM rows.tickets
WHERE kind = 'complaint' AND created_at <= $as_of
