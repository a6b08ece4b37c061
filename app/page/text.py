"""Text as text: whatever an article or a question holds, the browser only ever shows it.

Knows nothing of answers. Every string of others that reaches the page goes through `shown` or `attribute`.
"""

import hashlib
import html
import re
import unicodedata
from urllib.parse import urlencode, urlsplit

from crosscheck.index.read_front_matter import web_address

__all__ = ["article_href", "attribute", "day", "host_of", "mixed", "print_of", "shown"]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

# Control characters never print, and the bidirectional ones can make a quote read as what it does not say.
_UNPRINTABLE = {
    **dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)]),
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # half a character cannot be sent to a browser
}

_LETTERS = re.compile(r"[^\W\d_]+")
_GREEK = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο")  # those that look Latin: "μm" and "TNFα" deceive nobody


def shown(text: str) -> str:
    """Return `text` as HTML that displays it and does nothing else."""
    return html.escape(text.translate(_UNPRINTABLE), quote=True)


def attribute(text: str) -> str:
    """Return `text` for use between double quotes in a tag, on one line."""
    return shown(" ".join(text.split()))


def article_href(article: str, start: int | None = None, quote: str = "") -> str:
    """Return the address, ready for an attribute, of an article with `quote`, which begins at `start`, marked.

    It says what the quote is, too, so that an article that changed since is not marked in the wrong place.
    """
    query: dict[str, str | int] = {"id": article}
    if start is not None:
        query |= {"start": start, "end": start + len(quote), "print": print_of(quote)}
    return attribute("article?" + urlencode(query, errors="replace"))


def mixed(text: str) -> list[str]:
    """Return the words of `text` that have letters of another alphabet among Latin ones, and look as if not."""
    words = dict.fromkeys(_LETTERS.findall(text))
    return [word for word in words if len({_alphabet(letter) for letter in word} - {""}) > 1]


def _alphabet(letter: str) -> str:
    name = unicodedata.name(letter, "").partition(" ")[0]
    return name if name in ("LATIN", "CYRILLIC") else "GREEK" if letter in _GREEK else ""


def print_of(quote: str) -> str:
    """Return eight letters and digits that hardly any other quote has."""
    return hashlib.sha256(quote.encode(errors="replace")).hexdigest()[:8]


def day(date: str) -> str:
    """Return an ISO 8601 date the way people write it: "31 October 2019" for "2019-10-31"."""
    parts = date.split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts) not in (2, 3):
        return date
    month = int(parts[1][:3])
    if not 1 <= month <= len(_MONTHS):
        return date
    return " ".join([*(part.lstrip("0") for part in parts[2:]), _MONTHS[month - 1], parts[0]])


def host_of(url: str) -> str | None:
    """Return the host that an http(s) address leads to, or None for any other address."""
    try:
        return urlsplit(url).hostname if web_address(url) == url else None
    except ValueError:
        return None
