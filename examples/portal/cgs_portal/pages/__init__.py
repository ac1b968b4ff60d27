"""The pages, plain HTML that works without JavaScript. What they do is done in ``reports`` and ``accounts``."""
