-- Quarterly questionnaires sent in the period: of the answers, those with 4 or 5 of 5.
-- what a questionnaire does not say of its ticket, the ticket does
WITH sent AS (
    SELECT s.* REPLACE (coalesce(s.channel, t.channel) AS channel, coalesce(s.ticket_kind, t.kind) AS ticket_kind)
    FROM rows.surveys s
    LEFT JOIN rows.tickets t USING (ticket_id)
    WHERE s.sent_at <= $as_of
)
SELECT
    CAST(sent_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE
        WHEN answered_at > $as_of OR answered_at IS NULL THEN 'undecided'
        WHEN csat IN (4, 5) THEN 'hit'
        WHEN csat IN (1, 2, 3) THEN 'miss'
        ELSE 'left blank'
    END AS outcome,
    channel AS grp
FROM sent
WHERE kind = 'wave'
