"""The 帳號重置 that one of the service desk has asked for, and another is still to confirm."""

from django.db import models

from ..accounts.models import Account


class Renewal(models.Model):
    """A 帳號重置 of an office's account. It names a person, and goes once it is decided.

    own_name: 個人帳號; name, phone, email: of the successor.
    """

    account = models.OneToOneField(Account, models.CASCADE, related_name="+")
    own_name = models.CharField(max_length=8)
    name = models.CharField(max_length=50)
    phone = models.CharField(max_length=30)
    email = models.EmailField()
    asked_by = models.ForeignKey(Account, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
