-- Waves of the quarterly survey with at least 10 answers; fewer are too small to judge.
-- what a questionnaire does not say of its ticket, the ticket does
WITH sent AS (
    SELECT s.* REPLACE (coalesce(s.channel, t.channel) AS channel, coalesce(s.ticket_kind, t.kind) AS ticket_kind)
    FROM rows.surveys s
    LEFT JOIN rows.tickets t USING (ticket_id)
    WHERE s.sent_at <= $as_of
)
SELECT
    CAST(sent_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE WHEN answered_at <= $as_of THEN 'counted' ELSE 'not yet' END AS outcome,
    wave AS entity,
    10 AS enough,
    channel AS grp
FROM sent
WHERE kind = 'wave' AND wave IS NOT NULL
