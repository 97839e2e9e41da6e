-- Members on the day; the last day of a membership belongs to it.
SELECT 'counted' AS outcome, region AS grp
FROM rows.members
WHERE (joined_on IS NULL OR joined_on <= $day) AND (left_on IS NULL OR left_on >= $day)
