"""Units and the people who report for them."""
