-- After-sales requests get a public reply by a person within 48 hours of receipt, day and night; a machine's reply is
-- no answer. A request belongs to the local day on which it falls due.
WITH cases AS (
    SELECT
        *,
        created_at AS begun,
        created_at + INTERVAL 48 HOUR AS due,
        CASE WHEN first_reply_at <= $as_of THEN first_reply_at END AS ended
    FROM rows.tickets
    WHERE kind = 'after_sales' AND created_at <= $as_of
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
FROM cases
