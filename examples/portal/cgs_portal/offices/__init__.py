"""What the offices see: county and ministry how far the schools are, the service desk its callers."""
