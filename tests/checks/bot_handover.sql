-- Of the tickets received in the period that a machine answered first, those a person then answered. Where the person was
-- quicker than the machine nothing was handed over.
SELECT
    CAST(created_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE WHEN status IN ('cancelled', 'duplicate', 'spam') OR merged_into IS NOT NULL THEN 'excluded' WHEN first_reply_at <= $as_of THEN 'hit' ELSE 'miss' END AS outcome,
    channel AS grp
FROM rows.tickets
WHERE created_at <= $as_of AND first_auto_reply_at <= $as_of AND (first_reply_at IS NULL OR first_reply_at >= first_auto_reply_at)
