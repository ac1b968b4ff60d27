"""What the program asks of LibreOffice, which started it: a line of JSON for each question, and one for each answer."""

import json
from typing import IO, Any


class RefusedError(Exception):
    """LibreOffice did not do what was asked; the name of its exception."""


class Conversation:
    """Questions go out, answers come in: LibreOffice gave both ends when it started this process."""

    def __init__(self, answers: IO[bytes], questions: IO[bytes]) -> None:
        self._answers = answers
        self._questions = questions

    def ask(self, *question: object) -> Any:
        """Return what is asked for. Raises RefusedError, and EOFError where LibreOffice is no more."""
        self._questions.write(json.dumps(question).encode() + b"\n")
        self._questions.flush()
        line = self._answers.readline()
        if not line:
            raise EOFError
        answer = json.loads(line)
        if "refused" in answer:
            raise RefusedError(answer["refused"])
        return answer["is"]
