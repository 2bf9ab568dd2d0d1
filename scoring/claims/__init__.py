"""A judgement held to the rubric and to the quotes that prove it."""
