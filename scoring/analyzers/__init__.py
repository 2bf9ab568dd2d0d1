"""What judges a pair: the embedded rubric, or a model behind an API."""
