"""Dates in a text, as precise as it gives them."""

import re
from dataclasses import dataclass

__all__ = ["Moment", "moments"]

_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:1[0-9]|20)\d\d"
_DATE = re.compile(
    rf"\b(?P<iso_y>{_YEAR})-(?P<iso_m>0[1-9]|1[0-2])(?:-(?P<iso_d>\d\d))?\b"
    rf"|\b(?P<d1>\d\d?)(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})\b\.?(?:,? (?P<y1>{_YEAR})\b)?"
    rf"|\b(?P<m2>{_MONTH})\b\.? (?P<d2>\d\d?)(?:st|nd|rd|th)?\b(?!\d)(?:,? (?P<y2>{_YEAR})\b)?"
    rf"|\b(?P<m3>{_MONTH})\b\.?,? (?:of )?(?P<y3>{_YEAR})\b"
    rf"|(?<![\d.,$€£])\b(?P<y4>{_YEAR})(?P<decade>s)?\b(?![.,]\d|\s?(?:%|percent|km|kg|m\b))",
    re.IGNORECASE,
)

_DIGIT = re.compile(r"\d")  # all dates have some: most sentences have none, and looking closer takes long


@dataclass(frozen=True, slots=True)
class Moment:
    """A date of which the year, the month or the day may be unknown; a decade is known by its first year."""

    year: int | None
    month: int | None
    day: int | None
    decade: bool
    start: int  # character offsets in the text
    end: int

    def agrees(self, other: "Moment") -> bool:
        """Whether one can be a less precise form of the other."""
        if self.year and other.year and not self._same_year(other):
            return False
        return not (_differ(self.month, other.month) or _differ(self.day, other.day))

    def comparable(self, other: "Moment") -> bool:
        """Whether both give a year, or both give a month."""
        return bool((self.year and other.year) or (self.month and other.month))

    def _same_year(self, other: "Moment") -> bool:
        if self.decade or other.decade:
            return (self.year or 0) // 10 == (other.year or 0) // 10
        return self.year == other.year


def moments(text: str) -> list[Moment]:
    """Return the dates in `text`, in order; a month alone, or a time of day, is none."""
    return [_moment(match) for match in _DATE.finditer(text)] if _DIGIT.search(text) else []


def _moment(match: re.Match[str]) -> Moment:
    parts = match.groupdict()
    year = next((int(parts[k]) for k in ("iso_y", "y1", "y2", "y3", "y4") if parts[k]), None)
    name = next((parts[k] for k in ("m1", "m2", "m3") if parts[k]), None)
    month = _NAMES.index(name[:3].lower()) + 1 if name else int(parts["iso_m"]) if parts["iso_m"] else None
    day = next((int(parts[k]) for k in ("iso_d", "d1", "d2") if parts[k]), None)
    return Moment(year, month, day, bool(parts["decade"]), match.start(), match.end())


def _differ(one: int | None, other: int | None) -> bool:
    return bool(one and other and one != other)
