"""The maintainers' tools, behind ``cgs-validate spec``."""
