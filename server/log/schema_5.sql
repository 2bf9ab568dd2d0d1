-- Version 5: batches of which a holder went with calls out.

-- What such calls cost is not known to anybody: they left no outcome.
ALTER TABLE batches ADD COLUMN cut_off INTEGER NOT NULL DEFAULT 0 CHECK (cut_off IN (0, 1));
