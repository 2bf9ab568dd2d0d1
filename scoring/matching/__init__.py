"""What a job asks, what a profile shows of it, and how near their work is."""
