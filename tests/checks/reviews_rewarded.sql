-- Reviews given for a reward, whatever else is wrong with them.
SELECT
    CAST(collected_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE WHEN incentivised THEN 'counted' ELSE 'for another reason, or none' END AS outcome,
    channel AS grp
FROM rows.reviews
WHERE collected_at <= $as_of
