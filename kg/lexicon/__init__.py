"""The rules, loaded and compiled."""
