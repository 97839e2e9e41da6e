-- Feedback that is neither an after-sales request nor a complaint gets a reply by a person within 72 hours of receipt.
WITH cases AS (
    SELECT
        *,
        created_at AS begun,
        created_at + INTERVAL 72 HOUR AS due,
        CASE WHEN first_reply_at <= $as_of THEN first_reply_at END AS ended
    FROM rows.tickets
    WHERE kind = 'feedback' AND created_at <= $as_of
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
