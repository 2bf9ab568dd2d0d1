-- Version 4: what a batch with a budget may have spent.

-- In USD, calls that are out counted as all that they may cost; 0 where there is no budget. It is written before they go out,
-- for a start after a crash cannot know what became of them.
ALTER TABLE batches ADD COLUMN at_most_usd REAL NOT NULL DEFAULT 0;
