-- Version 3: whose file this is, and cancels that are asked for.

-- "RSLG", so that no other program's file is taken for one of ours. Files of the versions before have none.
PRAGMA application_id = 1381190727;

-- Whoever writes the batch ends it, now or after a restart: it alone knows what is in flight.
ALTER TABLE batches ADD COLUMN cancel_asked INTEGER NOT NULL DEFAULT 0 CHECK (cancel_asked IN (0, 1));
