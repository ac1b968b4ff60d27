"""Mails, written as templates: the first line is the subject, the text begins after a blank one."""

from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

MAIL_ERRORS = (SMTPException, OSError)


def compose(template: str, address: str, **context: object) -> EmailMessage:
    """Return a mail that is ready to be sent."""
    subject, _, text = render_to_string(template, context).partition("\n\n")
    return EmailMessage(subject, text.rstrip(), to=[address])
