"""What workbooks add up to: the ministry's tables, and a school's year."""
