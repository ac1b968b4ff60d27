"""Files opened safely and read into sheets."""
