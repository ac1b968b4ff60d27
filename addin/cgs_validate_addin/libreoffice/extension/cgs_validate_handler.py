"""The component in which LibreOffice finds what its buttons do: it handles addresses such as cgs-validate:check."""

from __future__ import annotations

import unohelper
from cgs_validate_office import Uno
from cgs_validate_office.pressing import SENTENCES, press
from com.sun.star.beans import NamedValue
from com.sun.star.frame import ControlCommand, FeatureStateEvent, XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo

NAME = "cgs-validate.Handler"
SERVICE = "com.sun.star.frame.ProtocolHandler"
PROTOCOL = "cgs-validate:"


class Handler(unohelper.Base, XServiceInfo, XInitialization, XDispatchProvider, XDispatch):
    """Handles the buttons of one window. One at a time: while one works, LibreOffice still hears clicks."""

    busy = False

    def __init__(self, context: Uno) -> None:
        self._context = context
        self._frame: Uno = None

    def initialize(self, arguments: tuple[Uno, ...]) -> None:
        """Take the frame."""
        self._frame = arguments[0]

    def queryDispatch(self, address: Uno, target: str, flags: int) -> Handler | None:
        """Return what handles an address."""
        return self if address.Protocol == PROTOCOL else None

    def queryDispatches(self, requests: tuple[Uno, ...]) -> tuple[Handler | None, ...]:
        """Return what handles some addresses."""
        return tuple(self.queryDispatch(each.FeatureURL, each.FrameName, each.SearchFlags) for each in requests)

    def dispatch(self, address: Uno, arguments: tuple[Uno, ...]) -> None:
        """Do what a button does."""
        if Handler.busy:
            return
        Handler.busy = True
        try:
            press(self._context, self._frame, address.Path)
        finally:
            Handler.busy = False

    def addStatusListener(self, listener: Uno, address: Uno) -> None:
        """Give a button its tip."""
        tip = NamedValue("HelpText", SENTENCES["tips"][address.Path])
        command = ControlCommand("SetQuickHelpText", (tip,))
        listener.statusChanged(FeatureStateEvent(self, address, "", True, False, command))

    def removeStatusListener(self, listener: Uno, address: Uno) -> None:
        """Nothing that is told ever changes."""

    def getImplementationName(self) -> str:
        """Return the name that the extension registers."""
        return NAME

    def supportsService(self, name: str) -> bool:
        """Tell whether this is a protocol handler."""
        return name == SERVICE

    def getSupportedServiceNames(self) -> tuple[str]:
        """Return what LibreOffice knows handlers as."""
        return (SERVICE,)


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 (where LibreOffice looks)
g_ImplementationHelper.addImplementation(Handler, NAME, (SERVICE,))
