"""The build of the pane: its page, its icons, and its manifest for Excel."""
