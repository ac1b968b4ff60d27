"""The monthly reports: when they are due, how they are received, checked and stored."""
