-- Orders of members for each month of an active membership.
-- every day of every membership from the first order's day on is a row; a month of one member is a twelfth of 365.25 days
WITH days AS (
    SELECT CAST(unnest(generate_series(
        (SELECT CAST(min(created_at) + INTERVAL 8 HOUR AS DATE) FROM rows.orders),
        CAST(CAST($as_of AS TIMESTAMP) + INTERVAL 8 HOUR AS DATE),
        INTERVAL 1 DAY
    )) AS DATE) AS day
)
SELECT
    CAST(created_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE WHEN status IN ('cancelled', 'duplicate') OR cancelled_at IS NOT NULL THEN 'excluded' ELSE 'case' END AS outcome,
    region AS grp,
    1 AS amount,
    365.25 / 12 AS scale
FROM rows.orders
WHERE member_id IS NOT NULL AND created_at <= $as_of
UNION ALL
SELECT days.day, 'exposure', region, 1, 365.25 / 12
FROM days
INNER JOIN rows.members ON days.day >= coalesce(joined_on, days.day) AND days.day <= coalesce(left_on, days.day)
