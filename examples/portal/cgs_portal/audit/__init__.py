"""Who did what: an append-only, hash-chained log without personal data."""
