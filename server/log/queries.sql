-- The statements of the SQLite event log, by name.

-- name: create_batch
INSERT INTO batches (id, status, created_at, pairs, durable) VALUES (?, 'queued', ?, ?, ?);

-- name: create_request
INSERT INTO requests (batch, request, configuration) VALUES (?, ?, ?);

-- name: state
-- Read inside the writing transaction, so the ids that follow are dense.
SELECT number, status, last_id, fence, crashes, claimed_from, cancel_asked FROM batches WHERE id = ?;

-- name: told
-- Those of some pairs that have an outcome; the index on (batch, pair) answers this.
SELECT pair FROM events WHERE batch = ?1 AND pair IN (SELECT value FROM json_each(?2));

-- name: append
-- So many rows at once.
INSERT INTO events (batch, seq, event, data, pair, fingerprint) VALUES {rows};

-- name: move
-- The end of a batch is the end of its claim.
UPDATE batches
SET last_id = ?1, status = coalesce(?2, status), code = coalesce(?3, code), finished_at = coalesce(?4, finished_at),
    claimed_from = CASE WHEN ?4 IS NULL THEN claimed_from END
WHERE number = ?5;

-- name: claim
-- All on the right is as it was before: whoever still holds the batch now has died.
UPDATE batches
SET fence = fence + 1, crashes = ?, cut_off = cut_off OR claimed_from IS NOT NULL,
    claimed_from = CASE WHEN ? THEN last_id END
WHERE number = ?;

-- name: release
UPDATE batches SET claimed_from = NULL, crashes = 0, cut_off = cut_off OR ? WHERE number = ?;

-- name: forgive
-- So far back that every holder has got on by as much as forgives its death.
UPDATE batches SET claimed_from = ? WHERE claimed_from IS NOT NULL;

-- name: record_spending
UPDATE batches SET at_most_usd = ? WHERE number = ?;

-- name: ask_cancel
UPDATE batches SET cancel_asked = 1 WHERE id = ? AND finished_at IS NULL;

-- name: use_key
SELECT digest, id FROM idempotency_keys JOIN batches ON batches.number = idempotency_keys.batch WHERE key = ?;

-- name: keep_key
INSERT INTO idempotency_keys (key, digest, batch) VALUES (?, ?, ?);

-- name: probe
INSERT INTO probe (id, written) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET written = written + 1;

-- name: retire
-- From here on nobody finds the batch. Its events go in steps, each a short transaction of its own.
UPDATE batches SET id = 'erased ' || number, status = 'cancelled', finished_at = 0, claimed_from = NULL, fence = fence + 1
WHERE number = ?;

-- name: delete_request
DELETE FROM requests WHERE batch = ?;

-- name: delete_key
DELETE FROM idempotency_keys WHERE batch = ?;

-- name: forget
-- Whoever asks for the erasure of one use of an analysis wants none of it used again.
UPDATE events SET fingerprint = NULL
WHERE fingerprint IN (
    SELECT fingerprint FROM events WHERE batch = ?1 AND fingerprint IS NOT NULL ORDER BY seq LIMIT ?2
) AND batch <> ?1;

-- name: find
-- rowid rises with each event, and the index has it after the fingerprint: the bound costs one more look at the end of the table.
-- What is on its way out is not found. A row for each miss would be a step, and with each the thread waits for the interpreter.
SELECT value, data FROM (
    SELECT value, (
        SELECT data FROM events JOIN batches ON batches.number = events.batch
        WHERE fingerprint = value AND events.rowid > (SELECT max(rowid) FROM events) - ?2 AND id NOT LIKE 'erased %' LIMIT 1
    ) AS data FROM json_each(?1)
) WHERE data IS NOT NULL;

-- name: erase_events
DELETE FROM events WHERE batch = ?1 AND seq IN (SELECT seq FROM events WHERE batch = ?1 ORDER BY seq LIMIT ?2);

-- name: erase_batch
DELETE FROM batches WHERE number = ?;

-- name: retired
SELECT number FROM batches WHERE id LIKE 'erased %';

-- name: read
SELECT seq, event, data, pair
FROM events
WHERE batch = (SELECT number FROM batches WHERE id = ?) AND seq > ?
ORDER BY seq
LIMIT ?;

-- name: outcome
SELECT seq, event, data, pair
FROM events
WHERE batch = (SELECT number FROM batches WHERE id = ?) AND pair = ?;

-- name: outcomes
-- The index on (batch, pair) answers this without touching the events.
SELECT count(pair) FROM events WHERE batch = (SELECT number FROM batches WHERE id = ?);

-- name: total_cost
-- In USD, of the batches that have ended; how many they are, and how many of them know their cost.
SELECT total(cost), count(*), count(cost)
FROM (
    SELECT json_extract(CAST(data AS TEXT), '$.costUsd') AS cost
    FROM batches JOIN events ON batch = number AND seq = last_id
    WHERE event = 'done' AND id NOT LIKE 'erased %'
);

-- name: batch
-- The request stays out of these rows: it can be tens of megabytes.
SELECT id, status, code, created_at, finished_at, pairs, durable, configuration, last_id, cancel_asked,
    (SELECT data FROM events WHERE batch = number AND seq = last_id AND event = 'done'), at_most_usd, cut_off
FROM batches JOIN requests ON requests.batch = batches.number
WHERE id = ?;

-- name: unfinished
SELECT id, status, code, created_at, finished_at, pairs, durable, configuration, last_id, cancel_asked,
    (SELECT data FROM events WHERE batch = number AND seq = last_id AND event = 'done'), at_most_usd, cut_off
FROM batches JOIN requests ON requests.batch = batches.number
WHERE status IN ('queued', 'running')
ORDER BY number;

-- name: request
SELECT request FROM batches JOIN requests ON requests.batch = batches.number WHERE id = ?;

-- name: ended_before
SELECT id FROM batches WHERE finished_at < ? AND id NOT LIKE 'erased %' ORDER BY finished_at LIMIT ?;

-- name: list_batches
-- Newest first.
SELECT id, status, code, created_at, finished_at, pairs, durable, configuration, last_id, cancel_asked,
    (SELECT data FROM events WHERE batch = number AND seq = last_id AND event = 'done'), at_most_usd, cut_off
FROM batches JOIN requests ON requests.batch = batches.number
WHERE (created_at, id) < (?, ?) AND id NOT LIKE 'erased %'
ORDER BY created_at DESC, id DESC
LIMIT ?;
