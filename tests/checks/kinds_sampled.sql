-- Kinds of goods with a valid random test in the period, each counted once. Draws because of a complaint and retests are not
-- random; a void test is none.
SELECT CAST(finished_at + INTERVAL 8 HOUR AS DATE) AS day, 'counted' AS outcome, sku AS entity, 1 AS enough, category AS grp
FROM rows.inspections
WHERE draw = 'random' AND result IN ('passed', 'failed') AND finished_at <= $as_of AND sku IS NOT NULL
