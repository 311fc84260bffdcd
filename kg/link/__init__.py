"""Reports of many documents joined into one graph."""
