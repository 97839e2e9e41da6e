-- Of each kind of goods drawn at random the first valid test of a calendar quarter (local time) counts, the lower number
-- first when two came at once; a draw without a kind stands for itself. A pass after a fix is not a first test.
WITH tests AS (
    SELECT *, date_trunc('quarter', finished_at + INTERVAL 8 HOUR) AS quarter
    FROM rows.inspections
    WHERE draw = 'random' AND result IN ('passed', 'failed') AND finished_at <= $as_of
)
SELECT
    CAST(finished_at + INTERVAL 8 HOUR AS DATE) AS day,
    CASE result WHEN 'passed' THEN 'hit' ELSE 'miss' END AS outcome,
    category AS grp
FROM tests t
WHERE
    sku IS NULL
    OR inspection_id = (
        SELECT first_test.inspection_id
        FROM tests first_test
        WHERE first_test.sku = t.sku AND first_test.quarter = t.quarter
        ORDER BY first_test.finished_at, first_test.inspection_id
        LIMIT 1
    )
