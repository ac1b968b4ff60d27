"""The build of the page: the parts that it runs on, and the two forms in which it is handed out."""
