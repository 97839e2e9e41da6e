-- Agents employed on the day; the last day of work is one.
SELECT 'counted' AS outcome, team AS grp FROM rows.agents WHERE joined_on <= $day AND (left_on IS NULL OR left_on >= $day)
