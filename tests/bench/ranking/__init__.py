"""How well the local analyzer ranks candidates that were graded by hand, beside plain baselines."""
