"""Skills by name: their spellings, kinds and look-alikes, and where a text tells of them."""
