-- The same for tickets about an order, less those whose customer came back on the same order and cause within 7 days of the
-- closure. A ticket not solved in the first contact is decided at once, one that was when the 7 days are over.
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
),
told AS (
    SELECT
        d.*,
        coalesce(first_contact_resolved, false) AND coalesce(least(first_reply_at, first_auto_reply_at) <= $as_of, false) AS at_once,
        EXISTS (
            SELECT 1
            FROM rows.tickets later
            WHERE
                later.order_id = d.order_id
                AND coalesce(later.complaint_class, later.topic) IS NOT DISTINCT FROM coalesce(d.complaint_class, d.topic)
                AND (later.created_at > d.created_at OR (later.created_at = d.created_at AND later.ticket_id > d.ticket_id))
                AND later.created_at <= d.left_at + INTERVAL 7 DAY
                AND later.created_at <= $as_of
        ) AS came_back
    FROM desk d
    WHERE left_at <= $as_of AND order_id IS NOT NULL
)
SELECT
    CAST(left_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE
        WHEN status IN ('cancelled', 'duplicate', 'spam') OR merged_into IS NOT NULL THEN 'excluded'
        WHEN NOT at_once OR came_back THEN 'miss'
        WHEN left_at + INTERVAL 7 DAY < $as_of THEN 'hit'
        ELSE 'undecided'
    END AS outcome,
    channel AS grp
FROM told
