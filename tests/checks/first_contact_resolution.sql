-- Of the tickets that left the desk in the period, those solved in the first contact, as the ticket system says. A closure
-- without any reply, by a person or a machine, solved nothing.
-- a ticket reopened within 7 days leaves the desk with its last closure, any other with its first, or when archived
WITH desk AS (
    SELECT
        *,
        CASE
            WHEN reopened_at <= coalesce(first_resolved_at, resolved_at) + INTERVAL 7 DAY
                THEN CASE WHEN resolved_at >= reopened_at THEN resolved_at END
            ELSE coalesce(first_resolved_at, resolved_at, archived_at)
        END AS left_at
    FROM rows.tickets
)
SELECT
    CAST(left_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE
        WHEN status IN ('cancelled', 'duplicate', 'spam') OR merged_into IS NOT NULL THEN 'excluded'
        WHEN first_contact_resolved AND least(first_reply_at, first_auto_reply_at) <= $as_of THEN 'hit'
        ELSE 'miss'
    END AS outcome,
    channel AS grp
FROM desk
WHERE left_at <= $as_of
