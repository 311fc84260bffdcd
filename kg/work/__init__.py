"""Reading many documents at once, in processes that may hang, die or run out of memory."""
