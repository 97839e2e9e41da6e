-- Questionnaires of any kind sent in the period: of the answers, those with 1 or 2 of 5.
-- what a questionnaire does not say of its ticket, the ticket does
WITH sent AS (
    SELECT s.* REPLACE (coalesce(s.channel, t.channel) AS channel, coalesce(s.ticket_kind, t.kind) AS ticket_kind)
    FROM rows.surveys s
    LEFT JOIN rows.tickets t USING (ticket_id)
    WHERE s.sent_at <= $as_of
)
SELECT
    CAST(sent_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE WHEN csat IN (1, 2) THEN 'hit' WHEN csat IN (3, 4, 5) THEN 'miss' ELSE 'left blank' END AS outcome,
    channel AS grp
FROM sent
WHERE answered_at <= $as_of
