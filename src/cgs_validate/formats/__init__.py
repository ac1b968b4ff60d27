"""How one kind of value is written: a module a format, each with its source and examples."""
