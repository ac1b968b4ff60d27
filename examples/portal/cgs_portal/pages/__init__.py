"""The pages, plain HTML that works without JavaScript. ``reports`` and ``accounts`` do the work."""
