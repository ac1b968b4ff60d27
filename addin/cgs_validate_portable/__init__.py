"""The portable folder for Windows: what its files to drop workbooks on run. ``addin/build_portable.py`` builds it."""
