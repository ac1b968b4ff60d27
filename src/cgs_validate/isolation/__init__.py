"""Workers for files that are not trusted."""
