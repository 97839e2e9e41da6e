-- The figures asked for most, written by a person for speed on the engine tables; the fields are those the builder gives.
-- `/* keys */` and `/* filter */` are the places of what a question is split and filtered by, `axis` says what dates a row.

-- name: order_normal_24h, axis: normal_24h_due
SELECT /* keys */
    count(*) FILTER (excluded IS NULL AND handed_over_s <= least(normal_24h_due_s, $as_of)) AS numerator,
    count(*) FILTER (excluded IS NULL AND (normal_24h_due_s < $as_of OR handed_over_s <= $as_of)) AS denominator,
    count(*) FILTER (excluded IS NULL AND normal_24h_due_s >= $as_of AND coalesce(handed_over_s > $as_of, true)) AS undecided,
    count(*) FILTER (excluded IS NULL AND handed_over_s <= $as_of) AS stopped,
    min(processing_start_s) FILTER (excluded IS NULL AND coalesce(handed_over_s > $as_of, true)) AS oldest_open,
    count(excluded) AS excluded
FROM orders
WHERE normal_24h_due_day BETWEEN $from_day AND $to_day AND express IS NOT TRUE AND processing_start_s <= $as_of /* filter */
GROUP BY ALL;

-- name: order_express_12h, axis: express_12h_due
SELECT /* keys */
    count(*) FILTER (excluded IS NULL AND handed_over_s <= least(express_12h_due_s, $as_of)) AS numerator,
    count(*) FILTER (excluded IS NULL AND (express_12h_due_s < $as_of OR handed_over_s <= $as_of)) AS denominator,
    count(*) FILTER (excluded IS NULL AND express_12h_due_s >= $as_of AND coalesce(handed_over_s > $as_of, true)) AS undecided,
    count(*) FILTER (excluded IS NULL AND handed_over_s <= $as_of) AS stopped,
    min(processing_start_s) FILTER (excluded IS NULL AND coalesce(handed_over_s > $as_of, true)) AS oldest_open,
    count(excluded) AS excluded
FROM orders
WHERE express_12h_due_day BETWEEN $from_day AND $to_day AND express AND processing_start_s <= $as_of /* filter */
GROUP BY ALL;

-- name: order_in_promise, axis: own_promise_due
SELECT /* keys */
    count(*) FILTER (excluded IS NULL AND handed_over_s <= least(own_promise_due_s, $as_of)) AS numerator,
    count(*) FILTER (excluded IS NULL AND (own_promise_due_s < $as_of OR handed_over_s <= $as_of)) AS denominator,
    count(*) FILTER (excluded IS NULL AND own_promise_due_s >= $as_of AND coalesce(handed_over_s > $as_of, true)) AS undecided,
    count(*) FILTER (excluded IS NULL AND handed_over_s <= $as_of) AS stopped,
    min(processing_start_s) FILTER (excluded IS NULL AND coalesce(handed_over_s > $as_of, true)) AS oldest_open,
    count(excluded) AS excluded
FROM orders
WHERE own_promise_due_day BETWEEN $from_day AND $to_day AND processing_start_s <= $as_of /* filter */
GROUP BY ALL;

-- name: aftersales_answered_48h, axis: answered_48h_due
SELECT /* keys */
    count(*) FILTER (excluded IS NULL AND first_reply_s <= least(answered_48h_due_s, $as_of)) AS numerator,
    count(*) FILTER (excluded IS NULL AND (answered_48h_due_s < $as_of OR first_reply_s <= $as_of)) AS denominator,
    count(*) FILTER (excluded IS NULL AND answered_48h_due_s >= $as_of AND coalesce(first_reply_s > $as_of, true)) AS undecided,
    count(*) FILTER (excluded IS NULL AND first_reply_s <= $as_of) AS stopped,
    min(created_s) FILTER (excluded IS NULL AND coalesce(first_reply_s > $as_of, true)) AS oldest_open,
    count(excluded) AS excluded
FROM tickets
WHERE answered_48h_due_day BETWEEN $from_day AND $to_day AND kind = 'after_sales' AND created_s <= $as_of /* filter */
GROUP BY ALL;

-- name: complaint_resolved_48h, axis: resolved_48h_due
WITH complaints AS (
    SELECT *, CASE WHEN reopen_in_window_s <= $as_of THEN reclosed_s ELSE first_closed_s END AS ended_s
    FROM tickets
    WHERE resolved_48h_due_day BETWEEN $from_day AND $to_day AND kind = 'complaint' AND created_s <= $as_of /* filter */
)
SELECT /* keys */
    count(*) FILTER (excluded IS NULL AND ended_s <= least(resolved_48h_due_s, $as_of)) AS numerator,
    count(*) FILTER (excluded IS NULL AND (resolved_48h_due_s < $as_of OR ended_s <= $as_of)) AS denominator,
    count(*) FILTER (excluded IS NULL AND resolved_48h_due_s >= $as_of AND coalesce(ended_s > $as_of, true)) AS undecided,
    count(*) FILTER (excluded IS NULL AND ended_s <= $as_of) AS stopped,
    min(created_s) FILTER (excluded IS NULL AND coalesce(ended_s > $as_of, true)) AS oldest_open,
    count(excluded) AS excluded
FROM complaints
GROUP BY ALL;

-- name: feedback_answered_72h, axis: answered_72h_due
SELECT /* keys */
    count(*) FILTER (excluded IS NULL AND first_reply_s <= least(answered_72h_due_s, $as_of)) AS numerator,
    count(*) FILTER (excluded IS NULL AND (answered_72h_due_s < $as_of OR first_reply_s <= $as_of)) AS denominator,
    count(*) FILTER (excluded IS NULL AND answered_72h_due_s >= $as_of AND coalesce(first_reply_s > $as_of, true)) AS undecided,
    count(*) FILTER (excluded IS NULL AND first_reply_s <= $as_of) AS stopped,
    min(created_s) FILTER (excluded IS NULL AND coalesce(first_reply_s > $as_of, true)) AS oldest_open,
    count(excluded) AS excluded
FROM tickets
WHERE answered_72h_due_day BETWEEN $from_day AND $to_day AND kind = 'feedback' AND created_s <= $as_of /* filter */
GROUP BY ALL;

-- name: first_response_p90, axis: created
SELECT /* keys */
    quantile_cont(first_reply_s - created_s, 0.9) FILTER (excluded IS NULL AND first_reply_s <= $as_of) AS quantile,
    count(*) FILTER (excluded IS NULL AND first_reply_s <= $as_of) AS n,
    count(*) FILTER (excluded IS NULL AND coalesce(first_reply_s > $as_of, true)) AS undecided,
    count(excluded) AS excluded
FROM tickets
WHERE created_day BETWEEN $from_day AND $to_day AND created_s <= $as_of /* filter */
GROUP BY ALL;

-- name: first_response_p50, axis: created
SELECT /* keys */
    quantile_cont(first_reply_s - created_s, 0.5) FILTER (excluded IS NULL AND first_reply_s <= $as_of) AS quantile,
    count(*) FILTER (excluded IS NULL AND first_reply_s <= $as_of) AS n,
    count(*) FILTER (excluded IS NULL AND coalesce(first_reply_s > $as_of, true)) AS undecided,
    count(excluded) AS excluded
FROM tickets
WHERE created_day BETWEEN $from_day AND $to_day AND created_s <= $as_of /* filter */
GROUP BY ALL;

-- name: order_processing_p50, axis: processing_start
WITH placed AS (
    SELECT *, greatest(handed_over_s, processing_start_s) AS ended_s
    FROM orders
    WHERE processing_start_day BETWEEN $from_day AND $to_day AND processing_start_s <= $as_of /* filter */
)
SELECT /* keys */
    quantile_cont(ended_s - processing_start_s, 0.5) FILTER (excluded IS NULL AND handed_over_s IS NOT NULL AND ended_s <= $as_of) AS quantile,
    count(*) FILTER (excluded IS NULL AND handed_over_s IS NOT NULL AND ended_s <= $as_of) AS n,
    count(*) FILTER (excluded IS NULL AND (handed_over_s IS NULL OR ended_s > $as_of)) AS undecided,
    count(excluded) AS excluded
FROM placed
GROUP BY ALL;

-- name: ticket_arrivals, axis: created
SELECT /* keys */ count(*) FILTER (excluded IS NULL) AS numerator, count(excluded) AS excluded
FROM tickets
WHERE created_day BETWEEN $from_day AND $to_day AND created_s <= $as_of /* filter */
GROUP BY ALL;

-- name: complaints_received, axis: created
SELECT /* keys */ count(*) FILTER (excluded IS NULL) AS numerator, count(excluded) AS excluded
FROM tickets
WHERE created_day BETWEEN $from_day AND $to_day AND kind = 'complaint' AND created_s <= $as_of /* filter */
GROUP BY ALL;

-- name: orders_placed, axis: created
SELECT /* keys */ count(*) FILTER (excluded IS NULL) AS numerator, count(excluded) AS excluded
FROM orders
WHERE created_day BETWEEN $from_day AND $to_day AND created_s <= $as_of /* filter */
GROUP BY ALL;

-- name: reviews_collected, axis: collected
SELECT /* keys */ count(*) FILTER (copy_number = 1) AS numerator
FROM reviews
WHERE collected_day BETWEEN $from_day AND $to_day AND collected_s <= $as_of AND excluded IS NULL /* filter */
GROUP BY ALL;

-- name: inspection_pass_rate, axis: finished
SELECT /* keys */ count(*) FILTER (result = 'passed') AS numerator, count(*) AS denominator
FROM inspections
WHERE finished_day BETWEEN $from_day AND $to_day AND place_in_quarter = 1 AND finished_s <= $as_of AND excluded IS NULL /* filter */
GROUP BY ALL;

-- name: aftersales_satisfaction, axis: sent
SELECT /* keys */
    count(*) FILTER (answered_s <= $as_of AND csat >= 4) AS numerator,
    count(csat) FILTER (answered_s <= $as_of) AS denominator,
    count(*) FILTER (coalesce(answered_s > $as_of, true)) AS undecided
FROM surveys
WHERE sent_day BETWEEN $from_day AND $to_day AND kind = 'ticket' AND coalesce(ticket_kind = 'after_sales', true)
    AND sent_s <= $as_of AND excluded IS NULL /* filter */
GROUP BY ALL;

-- name: csat_mean, axis: sent
SELECT /* keys */
    count(csat) FILTER (answered_s <= $as_of) AS n,
    coalesce(sum(csat) FILTER (answered_s <= $as_of), 0)::BIGINT AS total,
    coalesce(sum(csat * csat) FILTER (answered_s <= $as_of), 0)::BIGINT AS squares
FROM surveys
WHERE sent_day BETWEEN $from_day AND $to_day AND sent_s <= $as_of AND excluded IS NULL /* filter */
GROUP BY ALL;
