"""One report's text with what was read in it drawn over it, for a terminal and as a page."""
