-- Days of membership from the first day asked to the last, both included; somebody whose first day nobody knows was a member
-- before it all.
SELECT
    'counted' AS outcome,
    region AS grp,
    greatest(0, date_diff('day', greatest(coalesce(joined_on, $first_day), $first_day), least(coalesce(left_on, $day), $day)) + 1) AS amount
FROM rows.members
WHERE joined_on IS NULL OR joined_on <= $day
