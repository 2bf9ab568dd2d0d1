-- Version 2: who writes a batch, which request made it, and when it may go.

-- `fence` rises with each claim; a writer that holds an older one is refused. `claimed_from` is `last_id` at the claim, and
-- NULL while nobody holds the batch: a start that finds it set knows that its holder died. `crashes` counts such deaths in a row.
ALTER TABLE batches ADD COLUMN fence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN claimed_from INTEGER;

-- Retention asks who ended long ago.
CREATE INDEX batches_by_end ON batches (finished_at) WHERE finished_at IS NOT NULL;

-- An Idempotency-Key lives as long as the batch that it made.
CREATE TABLE idempotency_keys (
    key    TEXT    PRIMARY KEY,
    digest BLOB    NOT NULL, -- of the decoded request
    batch  INTEGER NOT NULL REFERENCES batches (number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_batch ON idempotency_keys (batch);

-- One row, written to learn whether the file can be written.
CREATE TABLE probe (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    written INTEGER NOT NULL
) STRICT;

-- What an analysis is of; while it stands here the analysis may be used again.
ALTER TABLE events ADD COLUMN fingerprint TEXT;
CREATE INDEX events_by_fingerprint ON events (fingerprint) WHERE fingerprint IS NOT NULL;
