"""The extension for LibreOffice: built, put into LibreOffice, taken out again, examined; and what its buttons start."""
