"""One document to its `Report`: posts, people, meetings, roles."""
