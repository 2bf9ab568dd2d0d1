"""Qualifications by their words: what a job asks for, and whether a stated one is it."""
