"""Seeded pairs of plain everyday statements: stocks, parts, amounts in several wordings."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from crosscheck.index.training.edits import changed_quantity
from crosscheck.index.training.examples import CONTRADICTION, ENTAILMENT, NEUTRAL, Example

STOCKS = (
    (
        ("the market", "the grocer", "the village store", "the stall", "the co-operative"),
        ("sells", "stocks", "offers", "supplies"),
        (
            "apples", "bread", "honey", "cheese", "onions", "lamp oil", "eggs", "plums", "soap", "candles",
            "rice", "nuts",
        ),
    ),
    (
        ("the garden", "the estate", "the plantation", "the valley", "the allotment"),
        ("grows", "produces", "is known for", "yields"),
        (
            "barley", "carrots", "hops", "pears", "maize", "beans", "grapes", "lavender", "pumpkins",
            "flax", "cherries",
        ),
    ),
    (
        ("the college", "the academy", "the night school", "the institute"),
        ("teaches", "offers", "runs courses in", "examines"),
        (
            "algebra", "drawing", "chemistry", "Latin", "welding", "music theory", "botany", "accounting",
            "dance",
        ),
    ),
    (
        ("the archive", "the gallery", "the depot", "the collection"),
        ("holds", "displays", "stores", "owns"),
        (
            "maps", "coins", "photographs", "letters", "clocks", "masks", "engines", "stamps", "paintings",
            "tapestries",
        ),
    ),
)  # fmt: skip
_PARTS = (
    "door", "wall", "cellar", "tower", "staircase", "fence", "window frame", "chimney", "gate", "hull",
    "deck",
)  # fmt: skip
_PLACES = ("house", "chapel", "castle", "boat", "station", "mill", "barn", "cabin", "warehouse")
_MATERIALS = ("brick", "granite", "pine", "steel", "clay", "copper", "glass", "bamboo", "sandstone", "concrete")
_BODIES = (
    "band", "society", "regiment", "newspaper", "school", "brewery", "abbey", "team", "bakery", "theatre",
    "guild",
)  # fmt: skip
_EVENTS = (
    "was founded in {}", "was closed in {}", "moved to the capital in {}", "was renamed in {}",
    "burned down in {}",
)  # fmt: skip
_OWNED = (
    "{} windows", "{} members", "{} employees", "{} branches", "{} vehicles", "{} seats", "{} pumps",
    "{} shelves",
)  # fmt: skip
# Amounts in several wordings; those of one row are equal.
_DURATIONS = (
    ("1 hour", "60 minutes", "one hour", "an hour"), ("2 hours", "120 minutes", "two hours"),
    ("3 hours", "180 minutes", "three hours"), ("half an hour", "30 minutes", "thirty minutes"),
    ("90 minutes", "an hour and a half", "1.5 hours"), ("a day", "24 hours", "one day"),
    ("two weeks", "14 days", "a fortnight"), ("one week", "7 days", "seven days"),
    ("ten years", "a decade", "10 years"), ("100 years", "a century"), ("18 months", "a year and a half"),
    ("six months", "half a year", "6 months"), ("15 minutes", "a quarter of an hour"),
)  # fmt: skip
_SHARES = (
    ("half of", "50 percent of", "50% of", "every second one of"),
    ("a quarter of", "25 percent of", "25% of", "one in four of"),
    ("three quarters of", "75 percent of", "75% of"),
    ("a third of", "one in three of", "about 33 percent of"), ("all of", "100 percent of", "every one of"),
    ("a tenth of", "10 percent of", "10% of", "one in ten of"), ("a fifth of", "20 percent of", "20% of"),
    ("90 percent of", "nine in ten of", "90% of"),
)  # fmt: skip
_LENGTHS = (
    ("1 km", "1,000 metres", "one kilometre"), ("2 km", "2,000 metres", "two kilometres"),
    ("5 km", "5,000 metres", "five kilometres"), ("3 metres", "300 centimetres", "three metres"),
    ("half a kilometre", "500 metres"), ("12", "a dozen", "twelve"),
)  # fmt: skip
_LASTING = ("the {} lasts {}", "the {} takes {}", "the {} is over after {}", "it takes {1} to finish the {0}")
_TASKS = ("parade", "lecture", "journey", "voyage", "treatment", "repair", "concert", "hike", "training", "siege")
_GROUPS = (
    "the guests arrive by boat", "the pupils wear glasses", "the fields lie fallow", "the voters chose her",
    "the seats were empty",
)  # fmt: skip
_SIZES = ("the {} is {} long", "the length of the {} is {}", "the {} measures {}", "the {} runs for {}")
_WAYS = ("tunnel", "pier", "wall", "trail", "canal", "runway", "cable", "avenue")
_COMMON = re.compile(r"^(The|A|An|His|Her|Their|This|Our) ([a-z]{3,}) (?=(?:is|was|has|had|were|are|will|can)\b)")


def stock_pair(rng: random.Random) -> Example:
    """Say what somebody has: more of it is no contradiction, having none of it is."""
    owners, verbs, things = rng.choice(STOCKS)
    owner, other = rng.sample(owners, 2)
    one, two = rng.choice(verbs), rng.choice(verbs)
    a, b, c, d, e = rng.sample(things, 5)
    first = _sentence(f"{owner} {one} {a}, {b} and {c}")
    second, label = rng.choice((
        (f"{owner} {two} {d} and {e}", NEUTRAL),
        (f"{owner} {rng.choice(('also ', ''))}{one} {d}", NEUTRAL),
        (f"{other} {two} {d} and {a}", NEUTRAL),
        (f"{other} {two} {d}", NEUTRAL),
        (f"{owner} {one} {b}", ENTAILMENT),
        (f"{a} and {c} can be found at {owner}", ENTAILMENT),
        (f"there are no {b} at {owner}", CONTRADICTION),
        (f"{owner} has nothing but {d}", CONTRADICTION),
    ))  # fmt: skip
    return Example(first, _sentence(second), label)


def part_pair(rng: random.Random) -> Example:
    """Say what a part is made of, what a body has, or when it was founded; another one may differ."""
    (part, part2), (place, place2) = rng.sample(_PARTS, 2), rng.sample(_PLACES, 2)
    (material, material2), (body, body2) = rng.sample(_MATERIALS, 2), rng.sample(_BODIES, 2)
    year, year2 = rng.sample(range(1850, 2020), 2)
    event, (owned, owned2) = rng.choice(_EVENTS), rng.sample(_OWNED, 2)
    n, m = rng.sample((3, 7, 12, 20, 35, 40, 60, 85, 120, 250, 900), 2)
    made = "the {} of the {} is made of {}".format
    first, second, label = rng.choice((
        (made(part, place, material), made(part2, place, material2), NEUTRAL),
        (made(part, place, material), made(part, place2, material2), NEUTRAL),
        (made(part, place, material), made(part, place, material2), CONTRADICTION),
        (f"the {part} is of {material}", f"the {part2} is of {material2}", NEUTRAL),
        (f"the {part} is of {material}", f"the {part} is of {material2}", CONTRADICTION),
        (f"the {body} {event.format(year)}", f"the {body2} {event.format(rng.choice((year, year2)))}", NEUTRAL),
        (f"the {body} {event.format(year)}", f"the {body} {event.format(year2)}", CONTRADICTION),
        (f"the {body} has {owned.format(n)}", f"the {body} has {owned2.format(rng.choice((n, m)))}", NEUTRAL),
        (f"the {body} has {owned.format(n)}", f"the {body2} has {owned.format(m)}", NEUTRAL),
        (f"the {body} has {owned.format(n)}", f"the {body} has {owned.format(m)}", CONTRADICTION),
        (f"the {body} has {owned.format(n)}", f"there are {owned.format(n)} at the {body}", ENTAILMENT),
    ))  # fmt: skip
    return Example(_sentence(first), _sentence(second), label)


def amount_pair(rng: random.Random) -> Example:
    """Give an amount in two wordings, which are equal or not, or of two different things."""
    kinds = ((_DURATIONS, _LASTING, _TASKS), (_LENGTHS[:-1], _SIZES, _WAYS))
    if rng.random() < 0.35:
        return _share_pair(rng)
    rows, forms, things = rng.choice(kinds)
    row, other = rng.sample(rows, 2)
    thing, thing2 = rng.sample(things, 2)
    one, same = rng.sample(row, 2)
    first = rng.choice(forms).format(thing, one)
    second, label = rng.choice((
        (rng.choice(forms).format(thing, same), ENTAILMENT),
        (rng.choice(forms).format(thing, same), ENTAILMENT),
        (rng.choice(forms).format(thing, rng.choice(other)), CONTRADICTION),
        (rng.choice(forms).format(thing2, rng.choice(other + row)), NEUTRAL),
    ))  # fmt: skip
    return Example(_sentence(first), _sentence(second), label)


def _share_pair(rng: random.Random) -> Example:
    row, other = rng.sample(_SHARES, 2)
    group, group2 = rng.sample(_GROUPS, 2)
    one, same = rng.sample(row, 2)
    second, label = rng.choice((
        (f"{same} {group}", ENTAILMENT),
        (f"{rng.choice(other)} {group}", CONTRADICTION),
        (f"{rng.choice(other)} {group2}", NEUTRAL),
    ))  # fmt: skip
    return Example(_sentence(f"{one} {group}"), _sentence(second), label)


def other_thing(sentence: str, others: Sequence[str], rng: random.Random) -> Iterator[Example]:
    """Say the same, or with another number, of another common noun: both can be true."""
    match = _COMMON.match(sentence)
    nouns = [m[2] for m in map(_COMMON.match, rng.sample(others, min(40, len(others)))) if m]
    if match and nouns and (noun := rng.choice(nouns)) != match[2]:
        second = sentence[: match.start(2)] + noun + sentence[match.end(2) :]
        yield Example(sentence, second, NEUTRAL)
        yield from (Example(sentence, e.second, NEUTRAL) for e in changed_quantity(second, rng))


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
