"""What an auditor asks of a batch: whom it selected, group by group, and whether a name moves a score."""
