-- The statements of the SQLite event log, by name.

-- name: create_batch
INSERT INTO batches (id, status, created_at, pairs, durable) VALUES (?, 'queued', ?, ?, ?);

-- name: create_request
INSERT INTO requests (batch, request, configuration) VALUES (?, ?, ?);

-- name: state
-- Read inside the writing transaction, so the ids that follow are dense.
SELECT number, status, last_id FROM batches WHERE id = ?;

-- name: append
-- The first write of a pair wins; a dropped row uses up no id.
INSERT INTO events (batch, seq, event, data, pair) VALUES (?, ?, ?, ?, ?) ON CONFLICT (batch, pair) DO NOTHING;

-- name: move
UPDATE batches
SET last_id = ?, status = coalesce(?, status), code = coalesce(?, code), finished_at = coalesce(?, finished_at)
WHERE number = ?;

-- name: delete
-- The request and the events go with it.
DELETE FROM batches WHERE id = ?;

-- name: read
SELECT seq, event, data, pair
FROM events
WHERE batch = (SELECT number FROM batches WHERE id = ?) AND seq > ?
ORDER BY seq
LIMIT ?;

-- name: outcomes
SELECT pair
FROM events
WHERE batch = (SELECT number FROM batches WHERE id = ?) AND pair IS NOT NULL;

-- name: batch
SELECT id, status, code, created_at, finished_at, pairs, durable, request, configuration, last_id
FROM batches JOIN requests ON requests.batch = batches.number
WHERE id = ?;

-- name: unfinished
SELECT id, status, code, created_at, finished_at, pairs, durable, request, configuration, last_id
FROM batches JOIN requests ON requests.batch = batches.number
WHERE status IN ('queued', 'running')
ORDER BY number;

-- name: list_batches
-- Newest first. The requests stay out: a page of them can be hundreds of megabytes.
SELECT id, status, code, created_at, finished_at, pairs, durable, x'' AS request, configuration, last_id
FROM batches JOIN requests ON requests.batch = batches.number
WHERE (created_at, id) < (?, ?)
ORDER BY created_at DESC, id DESC
LIMIT ?;
