"""Titles and what they tell: the line of work, the level, and where a text has one."""
