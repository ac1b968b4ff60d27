"""Workers for files that come from people nobody knows."""
