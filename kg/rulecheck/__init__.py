"""Finds mistakes in a folder of rules: in their form, and in what the entries do to each other."""
