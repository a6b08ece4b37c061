"""Numbers with units: what is one quantity in two forms, and what is not a quantity at all."""

import math

import pytest

from crosscheck.index.compare.quantities import quantities


def test_amounts_that_differ_in_size_alone_are_not_added_up() -> None:
    found = quantities(
        "Fines of $2 million and $500,000 were paid, and two hundred and half a dozen years served."
    )
    assert [quantity.low for quantity in found[:2]] == [2e6, 5e5]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("Charging takes 90 minutes.", 5400, 5400, "second"),
        ("Charging takes an hour and a half.", 5400, 5400, "second"),
        ("Charging takes 1.5 hours.", 5400, 5400, "second"),
        ("Charging takes half an hour.", 1800, 1800, "second"),
        ("It takes three quarters of an hour.", 2700, 2700, "second"),
        ("A quarter of a percent is lost.", 0.25, 0.25, "percent"),
        ("Half a million gulls flew.", 450_000, 550_000, "gull"),
        ("A quarter of a million gulls flew.", 225_000, 275_000, "gull"),
        ("A quarter of the gulls flew.", 25, 25, "percent"),
        ("It is 84 metres long.", 84, 84, "metre"),
        ("It is 276 feet long.", 84.1248, 84.1248, "metre"),
        ("It lies 3.9 nautical miles off.", 7222.8, 7222.8, "metre"),
        ("It holds 4.3 megawatt-hours.", 4300, 4300, "kilowatt hour"),
        ("It holds 4,300 kWh.", 4300, 4300, "kilowatt hour"),
        ("Bake at 75 °F.", 23.8889, 23.8889, "degree"),
        ("It fell by a tenth.", 10, 10, "percent"),
        ("One train in twenty was late.", 5, 5, "percent"),
        ("Use is up 30-40%.", 30, 40, "percent"),
        ("Keep it between 40 and 80 percent.", 40, 80, "percent"),
        ("It cost $5 million.", 5e6, 5e6, "$"),
        ("It carries up to 299 passengers.", 0, 299, "passeng"),
        ("It takes under 7 minutes.", 0, 420, "second"),
        ("More than 60 ships came.", 60, math.inf, "ship"),
        ("It takes about ten days.", 777600, 950400, "second"),  # nine to eleven
        ("It handles 2x the load.", 2, 2, "times"),
        ("Three large dogs barked.", 3, 3, "dog"),
        ("Twenty-one gulls flew.", 21, 21, "gull"),
        ("Sales rose to 20 percent.", 20, 20, "percent"),
        ("Fewer than 20 ships came.", 0, 20, "ship"),
        ("No more than 20 ships came.", 0, 20, "ship"),
        ("No fewer than 20 ships came.", 20, math.inf, "ship"),
        ("Take 20 rather than 30 minutes.", 1800, 1800, "second"),
        ("It cost $12m.", 12e6, 12e6, "$"),
        ("It cost 50 € then.", 50, 50, "€"),
        ("It has 100k users.", 1e5, 1e5, "user"),
        ("It takes 1 hour and 30 minutes.", 5400, 5400, "second"),
        ("She is 5 feet 10 inches tall.", 1.778, 1.778, "metre"),
        ("One hundred and fifty gulls flew.", 150, 150, "gull"),
        ("Two and a half million gulls flew.", 2.5e6, 2.5e6, "gull"),
        ("Two thousand five hundred gulls flew.", 2500, 2500, "gull"),
        ("One hundred and twenty-three thousand gulls flew.", 123000, 123000, "gull"),
        ("Two million five hundred thousand gulls flew.", 2.5e6, 2.5e6, "gull"),
        ("Nine thousand million gulls flew.", 9e9, 9e9, "gull"),
        ("Four dozen gulls flew.", 48, 48, "gull"),
        ("A thousand gulls flew.", 900, 1100, "gull"),
        ("A hundred and fifty gulls flew.", 150, 150, "gull"),
        ("More than a hundred and fifty gulls flew.", 150, math.inf, "gull"),
        ("Half a dozen gulls flew.", 6, 6, "gull"),
        ("A half-dozen gulls flew.", 6, 6, "gull"),
        ("A dozen gulls flew.", 12, 12, "gull"),
        ("Five million dozen gulls flew.", 6e7, 6e7, "gull"),
        ("Exactly a hundred gulls flew.", 100, 100, "gull"),
        ("It has a population of a million gulls.", 9e5, 1.1e6, "gull"),
        ("A hundred percent was solar.", 100, 100, "percent"),
        ("One hundred and two thousand gulls flew.", 102000, 102000, "gull"),
        # Two numbers, of which the second one says what is counted.
        ("Between one hundred and two hundred gulls flew.", 200, 200, "gull"),
        ("Between one thousand and two thousand gulls flew.", 2000, 2000, "gull"),
        ("Two hundred and three hundred and five gulls flew.", 305, 305, "gull"),
        ("The tower is ３０ metres high.", 30, 30, "metre"),  # digits of another script
        ("Long ago ſix gulls and 5 terns flew.", 5, 5, "tern"),
        ("The trail is 1,5 km long.", 1500, 1500, "metre"),  # a decimal comma
        ("The trail is 1,500 m long.", 1500, 1500, "metre"),
        ("Some 30 to 40 million gulls flew.", 3e7, 4e7, "gull"),
        ("Bake at 350 degrees Fahrenheit.", 176.6667, 176.6667, "degree"),
        ("It was -10 °C.", -10, -10, "degree"),
        ("It got 70 per cent.", 70, 70, "percent"),
        ("It costs $60 per year.", 60 / 31556952, 60 / 31556952, "$ per second"),
        ("It carries 15 sailors a day.", 15 / 86400, 15 / 86400, "sailor per second"),
        ("It does 36 km per hour.", 10, 10, "metre per second"),
        ("It covers 2 square miles.", 5179976.2, 5179976.2, "square metre"),
        ("In 2020 $5 million was raised.", 5e6, 5e6, "$"),
        ("It raised $5 million a year ago.", 5e6, 5e6, "$"),
    ],
)
def test_a_quantity_is_read_in_its_base_unit(text: str, low: float, high: float, unit: str) -> None:
    (found,) = quantities(text)
    assert found.unit == unit
    assert [found.low, found.high] == pytest.approx([low, high], rel=1e-4)


@pytest.mark.parametrize(
    ("text", "lows"),
    [
        ("It is 3% and 0.5% there.", [3, 0.5]),
        ("It is 5 km, 0.8 km from there.", [5000, 800]),
        ("It is 20 °C and 0 °C.", [20, 0]),
        ("It weighs 5kg-10kg.", [5000, 10000]),
    ],
)
def test_two_quantities_that_stand_together_stay_two(text: str, lows: list[float]) -> None:
    assert [quantity.low for quantity in quantities(text)] == pytest.approx(lows)


@pytest.mark.parametrize(
    "text",
    [
        "It opened in 1998.",
        "It opened for the 2014-15 season.",
        "The 21st century began.",
        "It runs Python 3.",
        "It has 5G.",
        "COVID-19 spread.",
        "No one came.",
        "It is one of the oldest ships.",
        "Add 1/2 cup.",
    ],
)
def test_years_ordinals_and_parts_of_names_are_no_quantities(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("84 metres", "276 feet", True),
        ("7.2 kilometres", "3.9 nautical miles", True),
        ("around a tenth", "ten percent", True),
        ("up to 299 passengers", "350 passengers", False),
        ("up to ten items", "up to six items", False),
        ("up to ten items", "at most 10 items", True),
        ("up to ten items", "six items", True),
        ("at least ten items", "more than six items", False),
        ("at least ten items", "up to twelve items", True),
        ("7 bar", "100 psi", True),  # 101.5
        ("117 caps", "115 caps", False),  # as exact as they are written, within 2 in 100
        ("1,490 ships", "1,500 ships", True),
        ("1,490 ships", "1,510 ships", False),
        ("2.46 tonnes", "2.5 tonnes", True),
        ("2.44 tonnes", "2.5 tonnes", False),
        ("more than 300 passengers", "350 passengers", True),
        ("24 minutes", "35 minutes", False),
        ("60 minutes", "3,600 seconds", True),
        ("fewer than 20 ships", "more than 50 ships", False),
        ("€5 a month", "€60 a year", True),
        ("rose to 20 percent", "rose to 10 percent", False),
    ],
)
def test_quantities_agree_when_both_can_be_true(one: str, other: str, agree: bool) -> None:
    (first,), (second,) = quantities(one), quantities(other)
    assert first.unit == second.unit
    assert first.agrees(second) is second.agrees(first) is agree
