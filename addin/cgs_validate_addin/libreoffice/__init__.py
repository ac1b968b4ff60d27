"""The extension for LibreOffice: its build, installer and doctor, and the process that its buttons start."""
