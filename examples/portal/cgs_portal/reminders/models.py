"""The mails that were sent."""

from django.db import models

from ..accounts.models import Account
from ..month_field import MonthField


class Reminder(models.Model):
    """A mail that was sent, so that none is sent twice. month: the month it is about."""

    occasion = models.CharField(max_length=7)  # an Occasion
    month = MonthField()
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_reminder_each", fields=["occasion", "month", "account"])]
