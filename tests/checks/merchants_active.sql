-- Merchants on the platform on the day; the last day belongs to it, and who came nobody knows when was there before.
SELECT 'counted' AS outcome, category AS grp
FROM rows.merchants
WHERE (joined_on IS NULL OR joined_on <= $day) AND (left_on IS NULL OR left_on >= $day)
