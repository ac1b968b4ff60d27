"""What stands beside the library to be tried: example workbooks, a first command, and a portal."""
