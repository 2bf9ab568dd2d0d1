"""Words, dates and sentences of several languages, whatever they tell of."""
