"""電話、電子郵件: a text that holds a telephone number of Taiwan or an e-mail address. A guess, so only ever a warning.

>>> contains_contact("0912-345-678"), contains_contact("(02)2345-6789"), contains_contact("xiaoming@example.com")
(True, True, True)
>>> contains_contact("110-0912345"), contains_contact("07-101-001"), contains_contact("2345-6789")
(False, False, False)
"""

import re

from ..text import fold

_CONTACT = re.compile(
    r"(?<![0-9\-])(?:"
    r"(?:09|\+?886[ \-]?9)[0-9]{2}[ \-]?[0-9]{3}[ \-]?[0-9]{3}"  # a mobile phone
    r"|\(0[2-8][0-9]{0,2}\) ?[2-9][0-9]{2,3}[ \-]?[0-9]{3,4}"
    r"|0[2-8]-[2-9][0-9]{6,7}|0[2-8]-[2-9][0-9]{3}-[0-9]{4}"
    r")(?![0-9]|-[0-9])"
    r"|[a-z0-9][a-z0-9._+\-]{0,63}@[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{2,63}){1,5}"
)
_LONGEST = 2_000  # characters of a note


def contains_contact(text: str) -> bool:
    """Return whether a text holds a telephone number or an e-mail address."""
    return 9 <= len(text) <= _LONGEST and _CONTACT.search(fold(text).lower()) is not None
