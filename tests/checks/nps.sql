-- Of the answers to questionnaires sent in the period, promoters (9, 10) count 100, detractors (0 to 6) -100, the others 0.
-- what a questionnaire does not say of its ticket, the ticket does
WITH sent AS (
    SELECT s.* REPLACE (coalesce(s.channel, t.channel) AS channel, coalesce(s.ticket_kind, t.kind) AS ticket_kind)
    FROM rows.surveys s
    LEFT JOIN rows.tickets t USING (ticket_id)
    WHERE s.sent_at <= $as_of
)
SELECT
    CAST(sent_at + INTERVAL 8 HOUR AS DATE) AS day,
    'counted' AS outcome,
    CASE WHEN answered_at <= $as_of THEN CASE WHEN nps IN (9, 10) THEN 100 WHEN nps IN (7, 8) THEN 0 WHEN nps IS NOT NULL THEN -100 END END AS value,
    channel AS grp
FROM sent
