"""The commands of ``cgs-validate``, a module each; each is a few lines over the API."""
