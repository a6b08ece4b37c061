"""Times of day: "14:00" and "2 pm" are one, "nine o'clock" is that of the morning or that of the evening."""

import re
from dataclasses import replace

from crosscheck.index.compare.numbers import WORDS, value_of
from crosscheck.index.compare.quantity import Quantity

__all__ = ["NOONS", "TIME_OF_DAY", "times"]

TIME_OF_DAY = "time of day"
"""The unit of what `times` finds: its numbers are seconds after midnight."""
_MINUTE, _HOUR, _HALF_DAY, _DAY = 60.0, 3600.0, 43200.0, 86400.0
NOONS = {"noon": _HALF_DAY, "midday": _HALF_DAY, "midnight": 0.0}
"""Words that are times by themselves."""

_NUMBER = rf"(?:2[0-4]|[01]?\d|(?a:{'|'.join(list(WORDS)[1:13])}))"  # of words, up to twelve
_TIME = re.compile(
    rf"(?<![\w:.,/$€£])(?<![A-Za-z]-)(?P<at>at\s)?(?:(?P<past>half\spast|quarter\spast|quarter\sto)\s)?"
    rf"(?P<hour>{_NUMBER})(?:(?P<dot>[:.])(?P<minute>[0-5]\d))?(?![\d:])"
    r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?|(?P<clock>\s?o['’]clock)?\b"
    r"(?:\s(?:in\sthe|at)\s(?P<part>morning|afternoon|evening|night)\b)?)"
    r"(?!\s?(?:hours?|hrs?|minutes?|min)\b)"  # a duration
    r"(?P<alone>(?=\s*(?:[.,;!?)](?!\d)|$)|\s(?:on|every|each|daily|sharp)\b))?"
    rf"|(?<=\bat\s|\bby\s|\bto\s)(?P<noon>{'|'.join(NOONS)})\b",
    re.IGNORECASE,
)
# The first of "2 to 5 pm".
_BEFORE = re.compile(
    rf"(?<![\w:.,/$€£-])(?P<hour>{_NUMBER})(?:[:.](?P<minute>[0-5]\d))?\s?(?:-|–|—|to|and|until|till)\s?$",
    re.IGNORECASE,
)
_LOOKED_BACK = 20  # characters
_PAST = {"half past": 30, "quarter past": 15, "quarter to": -15}  # minutes
_NOON = 12
_SMALL_HOURS = 6  # of the night: up to then


def times(text: str) -> list[Quantity]:
    """Return the times of day in `text`, in order: of "2 to 5 pm" both."""
    found: list[Quantity] = []
    for time in filter(None, map(_time, _TIME.finditer(text))):
        first = _first(text, time)
        if first and found and found[-1].end > first.start:
            first = None if found[-1].period == _DAY else replace(first, start=found.pop().start)
        found += [first, time] if first else [time]
    return found


def _time(match: re.Match[str]) -> Quantity | None:
    said = match.groupdict()
    if said["noon"]:
        return _at(NOONS[said["noon"].lower()], _DAY, match)
    hour, dot, told = int(value_of(said["hour"])), said["dot"], said["half"] or said["part"]
    alone = said["at"] and said["alone"] is not None and not dot and 0 < hour <= _NOON
    if not (told or said["clock"] or (said["past"] and not dot) or dot == ":" or alone):
        return None
    second = (
        hour * _HOUR + int(said["minute"] or 0) * _MINUTE + _PAST.get((said["past"] or "").lower(), 0) * _MINUTE
    )
    if told and hour <= _NOON:
        return _at((second % _HALF_DAY) + _half(told.lower(), hour % _NOON), _DAY, match)
    of_24 = hour > _NOON or said["hour"].startswith("0")
    return _at(second, _DAY if of_24 else _HALF_DAY, match)


def _half(told: str, hour: int) -> float:
    """Return when the half of the day begins that is `told`: "p", "morning", "night"."""
    after_noon = told in {"p", "afternoon", "evening"} or (told == "night" and hour >= _SMALL_HOURS)
    return _HALF_DAY if after_noon else 0.0


def _first(text: str, last: Quantity) -> Quantity | None:
    """Return the time right before `last` that is one of the same range: the latest of a day that is earlier."""
    match = _BEFORE.search(text, max(0, last.start - _LOOKED_BACK), last.start)
    if not match or last.period != _DAY:
        return None
    hour = value_of(match["hour"]) * _HOUR + int(match["minute"] or 0) * _MINUTE
    either = [hour % _HALF_DAY, hour % _HALF_DAY + _HALF_DAY]
    second = max((one for one in either if one < last.low), default=either[-1])
    return _at(second if hour <= _HALF_DAY else hour, _DAY, match)


def _at(second: float, period: float, match: re.Match[str]) -> Quantity:
    second %= _DAY
    return Quantity(second, second, TIME_OF_DAY, match.start(), match.end(), period=period)
