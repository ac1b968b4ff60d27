"""An example of a reporting portal that imports ``cgs_validate``; it follows the rules of the ministry's system."""
