"""Recognisers: what each stretch of a text is."""
