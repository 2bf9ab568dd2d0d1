-- Version 3: cancels that are asked for.

-- Whoever writes the batch ends it, now or after a restart: it alone knows what is in flight.
ALTER TABLE batches ADD COLUMN cancel_asked INTEGER NOT NULL DEFAULT 0 CHECK (cancel_asked IN (0, 1));
