"""The pages of the offices: progress for county and ministry, callers for the service desk."""
