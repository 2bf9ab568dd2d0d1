-- Version 1. Applied to an empty file, in one transaction, together with `PRAGMA user_version`.

-- A batch's small, often updated row. `number` keeps the events' keys short.
CREATE TABLE batches (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT    NOT NULL UNIQUE,
    status      TEXT    NOT NULL CHECK (status IN ('queued', 'running', 'completed', 'cancelled', 'failed')),
    code        TEXT,
    created_at  REAL    NOT NULL, -- seconds since the epoch
    finished_at REAL,             -- seconds since the epoch
    pairs       INTEGER NOT NULL,
    durable     INTEGER NOT NULL CHECK (durable IN (0, 1)),
    last_id     INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The list is paged newest first.
CREATE INDEX batches_by_age ON batches (created_at, id);

-- What a start has to look through.
CREATE INDEX batches_unfinished ON batches (number) WHERE status IN ('queued', 'running');

-- A batch's large, never updated parts: kept apart, or each append would write megabytes again.
CREATE TABLE requests (
    batch         INTEGER PRIMARY KEY REFERENCES batches (number) ON DELETE CASCADE,
    request       BLOB NOT NULL, -- JSON
    configuration BLOB NOT NULL  -- JSON
) STRICT;

-- `seq` is 1, 2, 3, ... within the batch. A pair has one outcome: the first that was written.
CREATE TABLE events (
    batch INTEGER NOT NULL REFERENCES batches (number) ON DELETE CASCADE,
    seq   INTEGER NOT NULL,
    event TEXT    NOT NULL,
    data  BLOB    NOT NULL, -- one line of UTF-8 JSON
    pair  INTEGER,          -- NULL for accepted and done
    PRIMARY KEY (batch, seq),
    UNIQUE (batch, pair)
) STRICT;
