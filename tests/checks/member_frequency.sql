-- Orders of members for each month of an active membership, to be set against the same in the baseline.
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
FROM rows.orders o
WHERE
    created_at <= $as_of
    -- an order of a day on which its buyer was no member is no order of a member
    AND EXISTS (
        SELECT 1
        FROM rows.members m
        WHERE
            m.member_id = o.member_id
            AND coalesce(m.joined_on <= CAST(o.created_at + INTERVAL 8 HOUR AS DATE), true)
            AND coalesce(m.left_on >= CAST(o.created_at + INTERVAL 8 HOUR AS DATE), true)
    )
UNION ALL
SELECT days.day, 'exposure', region, 1, 365.25 / 12
FROM days
INNER JOIN rows.members ON days.day >= coalesce(joined_on, days.day) AND days.day <= coalesce(left_on, days.day)
