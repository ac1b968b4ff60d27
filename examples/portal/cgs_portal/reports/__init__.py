"""The monthly reports: when they are due, how they are received, judged and stored."""
