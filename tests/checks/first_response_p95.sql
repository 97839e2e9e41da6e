-- How long the tickets received in the period waited for the first public reply by a person.
SELECT
    CAST(created_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE
        WHEN status IN ('cancelled', 'duplicate', 'spam') OR merged_into IS NOT NULL THEN 'excluded'
        WHEN first_reply_at <= $as_of THEN 'ended'
        ELSE 'open'
    END AS outcome,
    date_diff('second', created_at, first_reply_at) / 3600.0 AS hours,
    0.95 AS quantile,
    channel AS grp
FROM rows.tickets
WHERE created_at <= $as_of
