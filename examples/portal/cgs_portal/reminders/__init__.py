"""提醒和稽催: mails of the 1st, the 11th and the 16th (FACTS B1)."""
