-- Feedback received in the period that came as feedback, neither as a request nor as a complaint.
SELECT
    CAST(created_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE WHEN status IN ('cancelled', 'duplicate', 'spam') OR merged_into IS NOT NULL THEN 'excluded' ELSE 'counted' END AS outcome,
    channel AS grp
FROM rows.tickets
WHERE kind = 'feedback' AND created_at <= $as_of
