"""The ribbon add-in ``cgs-validate.xlam``: its build, VBA, installer and doctor."""
