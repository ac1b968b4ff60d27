"""Uploads workbooks without errors to a reporting portal, and proves that they arrived. Needs the extra ``upload``.

from cgs_validate import upload

outcome = upload.send("111-10.xlsx", "https://cgs.example.edu.tw", "111-10")
outcome.receipt or outcome.refused or outcome.report
"""

from .client import Outcome, declare_no_cases, login, logout, portals, read_status, send
from .connection import Connection, Network, Progress, Response
from .errors import UploadError
from .portal import Portal, PortalAdapter, Receipt, Refusal, Status
from .portal_report import PortalMessages
from .tokens import Token

__all__ = [
    "Connection",
    "Network",
    "Outcome",
    "Portal",
    "PortalAdapter",
    "PortalMessages",
    "Progress",
    "Receipt",
    "Refusal",
    "Response",
    "Status",
    "Token",
    "UploadError",
    "declare_no_cases",
    "login",
    "logout",
    "portals",
    "read_status",
    "send",
]
