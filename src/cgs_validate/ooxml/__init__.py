"""The container of an Office Open XML file and its parts, for reading and editing alike."""
