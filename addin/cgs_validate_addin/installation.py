"""What the installers and doctors of both programs share."""

from dataclasses import dataclass, field
from pathlib import Path

GOOD = "good"
Step = tuple[str, Path]  # the name of a finished step's sentence, and the file it concerns


class InstallError(Exception):
    """A refused installation step, as the name and parameters of a sentence."""

    def __init__(self, name: str, **params: object) -> None:
        super().__init__(name)
        self.name = name
        self.params = params


@dataclass(frozen=True)
class Point:
    """One point of a diagnosis: its name, its state, and the parameters of the sentence about that state."""

    name: str
    state: str
    params: dict[str, object] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Whether nothing is to be done."""
        return self.state == GOOD


def python_point(configured: Path | None, current: Path, settings: Path) -> Point:
    """Return the point about the Python that the settings file names."""
    if configured is None:
        return Point("python", "missing", {"settings": settings})
    if not configured.exists():
        return Point("python", "gone", {"path": configured})
    return Point("python", GOOD if configured == current else "other", {"path": configured})
