"""The filters of the templates."""
