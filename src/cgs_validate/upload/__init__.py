"""Uploads workbooks without errors to a reporting portal, and proves that they arrived. Needs the extra ``upload``.

from cgs_validate import upload

outcome = upload.send("111-10.xlsx", "https://cgs.example.edu.tw", "111-10")
outcome.receipt or outcome.refused or outcome.report
"""

from .client import Outcome, declare_none, login, logout, portals, read_status, send
from .connection import Connection
from .errors import UploadError
from .portal import Portal, Receipt, Refusal, Status, Way
from .portal_report import AsTold
from .responses import Answer
from .tokens import Token
from .transport import Network, Progress

__all__ = [
    "Answer",
    "AsTold",
    "Connection",
    "Network",
    "Outcome",
    "Portal",
    "Progress",
    "Receipt",
    "Refusal",
    "Status",
    "Token",
    "UploadError",
    "Way",
    "declare_none",
    "login",
    "logout",
    "portals",
    "read_status",
    "send",
]
