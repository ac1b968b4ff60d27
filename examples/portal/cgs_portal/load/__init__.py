"""How much of the server one account, or one address, may use."""
