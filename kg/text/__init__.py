"""Text without names: normalisation with offsets, sentences, tokens, dates."""
