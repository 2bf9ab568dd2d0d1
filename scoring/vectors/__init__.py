"""Texts as vectors of the embedded model, and the weights of words."""
