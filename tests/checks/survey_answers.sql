-- Answers to questionnaires sent in the period, whenever they came.
-- what a questionnaire does not say of its ticket, the ticket does
WITH sent AS (
    SELECT s.* REPLACE (coalesce(s.channel, t.channel) AS channel, coalesce(s.ticket_kind, t.kind) AS ticket_kind)
    FROM rows.surveys s
    LEFT JOIN rows.tickets t USING (ticket_id)
    WHERE s.sent_at <= $as_of
)
SELECT CAST(sent_at + INTERVAL 8 HOUR AS DATE) AS day, CASE WHEN answered_at <= $as_of THEN 'counted' ELSE 'not yet' END AS outcome, channel AS grp
FROM sent
