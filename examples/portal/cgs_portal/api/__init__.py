"""The upload protocol ``/api/v1``."""
