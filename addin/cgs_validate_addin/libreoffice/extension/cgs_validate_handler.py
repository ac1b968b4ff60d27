"""The component that handles the addresses of the buttons, such as cgs-validate:check."""

from __future__ import annotations

import unohelper
from cgs_validate_office import Uno
from cgs_validate_office.press import SENTENCES, press
from com.sun.star.beans import NamedValue
from com.sun.star.frame import ControlCommand, FeatureStateEvent, XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo

NAME = "cgs-validate.Handler"
SERVICE = "com.sun.star.frame.ProtocolHandler"
PROTOCOL = "cgs-validate:"


class Handler(unohelper.Base, XServiceInfo, XInitialization, XDispatchProvider, XDispatch):
    """Handles the buttons of one window, one at a time: LibreOffice accepts clicks while one is running."""

    busy = False

    def __init__(self, context: Uno) -> None:
        self._context = context
        self._frame: Uno = None

    def initialize(self, arguments: tuple[Uno, ...]) -> None:
        """Store the frame."""
        self._frame = arguments[0]

    def queryDispatch(self, address: Uno, target: str, flags: int) -> Handler | None:
        """Return the handler of an address."""
        return self if address.Protocol == PROTOCOL else None

    def queryDispatches(self, requests: tuple[Uno, ...]) -> tuple[Handler | None, ...]:
        """Return the handlers of addresses."""
        return tuple(self.queryDispatch(each.FeatureURL, each.FrameName, each.SearchFlags) for each in requests)

    def dispatch(self, address: Uno, arguments: tuple[Uno, ...]) -> None:
        """Run a button."""
        if Handler.busy:
            return
        Handler.busy = True
        try:
            press(self._context, self._frame, address.Path)
        finally:
            Handler.busy = False

    def addStatusListener(self, listener: Uno, address: Uno) -> None:
        """Set a button's tooltip."""
        tip = NamedValue("HelpText", SENTENCES["tips"][address.Path])
        command = ControlCommand("SetQuickHelpText", (tip,))
        listener.statusChanged(FeatureStateEvent(self, address, "", True, False, command))

    def removeStatusListener(self, listener: Uno, address: Uno) -> None:
        """Do nothing: the state never changes."""

    def getImplementationName(self) -> str:
        """Return the name that the extension registers."""
        return NAME

    def supportsService(self, name: str) -> bool:
        """Return whether this is a protocol handler."""
        return name == SERVICE

    def getSupportedServiceNames(self) -> tuple[str]:
        """Return the name of the service of all handlers."""
        return (SERVICE,)


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 (LibreOffice's name)
g_ImplementationHelper.addImplementation(Handler, NAME, (SERVICE,))
