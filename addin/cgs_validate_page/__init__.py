"""The page without installation: the checker in a browser, as one file to double-click and as a page that is served."""
