-- One of the four scores, 0 to 100, of the answers to questionnaires sent in the period.
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
    CASE WHEN answered_at <= $as_of THEN
        CASE $dimension WHEN 'speed' THEN speed WHEN 'attitude' THEN attitude WHEN 'professionalism' THEN professionalism WHEN 'satisfaction' THEN satisfaction END
    END AS value,
    channel AS grp
FROM sent
