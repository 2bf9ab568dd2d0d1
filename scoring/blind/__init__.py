"""What tells who somebody is, or instructs the reader, and how it goes from a text."""
