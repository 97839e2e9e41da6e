-- Of the questionnaires sent in the period, those answered so far.
-- what a questionnaire does not say of its ticket, the ticket does
WITH sent AS (
    SELECT s.* REPLACE (coalesce(s.channel, t.channel) AS channel, coalesce(s.ticket_kind, t.kind) AS ticket_kind)
    FROM rows.surveys s
    LEFT JOIN rows.tickets t USING (ticket_id)
    WHERE s.sent_at <= $as_of
)
SELECT CAST(sent_at + INTERVAL 8 HOUR AS DATE) AS day, CASE WHEN answered_at <= $as_of THEN 'hit' ELSE 'miss' END AS outcome, channel AS grp
FROM sent
