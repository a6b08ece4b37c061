"""Units of measurement and their base units."""

from dataclasses import dataclass

__all__ = ["UNITS", "Unit"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a factor, and for temperatures a zero point, of its base unit."""

    name: str  # of the base unit, or the stem of what is counted
    factor: float
    offset: float = 0.0  # added after the factor

    def base(self, value: float) -> float:
        """Return `value` in the base unit."""
        return value * self.factor + self.offset


# Base unit, then each unit's names and its size in the base unit. Plurals in -s are understood.
_TABLE: dict[str, dict[str, float]] = {
    "second": {
        "ms millisecond": 0.001,
        "sec second": 1,
        "min minute": 60,
        "h hr hour": 3600,
        "day": 86400,
        "week": 604800,
        "month": 2629746,
        "year yr": 31556952,
        "decade": 315569520,
        "century centurie": 3155695200,
    },
    "metre": {
        "mm millimetre millimeter": 0.001,
        "cm centimetre centimeter": 0.01,
        "m metre meter": 1,
        "km kilometre kilometer": 1000,
        "inch inches": 0.0254,
        "ft foot feet": 0.3048,
        "yard": 0.9144,
        "mile mi": 1609.344,
        "nautical-mile nmi": 1852,
    },
    "gram": {
        "mg milligram": 0.001,
        "g gram gramme": 1,
        "kg kilo kilogram kilogramme": 1000,
        "tonne ton": 1e6,
        "oz ounce": 28.349523,
        "lb pound": 453.59237,
    },
    "litre": {
        "ml millilitre milliliter": 0.001,
        "cl": 0.01,
        "dl": 0.1,
        "l litre liter": 1,
        "gallon": 3.785412,
        "pint": 0.473176,
        "cup": 0.236588,
        "tablespoon tbsp": 0.0147868,
        "teaspoon tsp": 0.00492892,
        "m³ cubic-metre cubic-meter": 1000,
        "cubic-foot cubic-feet": 28.316847,
    },
    "square metre": {
        "m² sqm square-metre square-meter": 1,
        "square-foot square-feet": 0.09290304,
        "hectare ha": 1e4,
        "acre": 4046.856,
        "km² square-kilometre square-kilometer": 1e6,
        "square-mile": 2589988.1,
    },
    "metre per second": {"km/h kph": 1 / 3.6, "mph": 0.44704, "knot kn": 0.514444, "m/s": 1},
    "kilowatt hour": {
        "kwh kilowatt-hour": 1,
        "mwh megawatt-hour": 1000,
        "gwh gigawatt-hour": 1e6,
        "twh terawatt-hour": 1e9,
    },
    "kilowatt": {"w watt": 0.001, "kw kilowatt": 1, "mw megawatt": 1000, "gw gigawatt": 1e6},
    "pascal": {"kpa kilopascal": 1e3, "psi": 6894.757, "bar": 1e5, "mbar millibar": 100},
    "volt": {"v volt": 1, "kv kilovolt": 1000},
    "hertz": {"hz hertz": 1, "khz kilohertz": 1e3, "mhz megahertz": 1e6, "ghz gigahertz": 1e9},
    "byte": {
        "kb kilobyte": 1e3,
        "mb megabyte": 1e6,
        "gb gigabyte": 1e9,
        "tb terabyte": 1e12,
        "pb petabyte": 1e15,
    },
    "decibel": {"db decibel": 1},
    "kilocalorie": {"kcal kilocalorie calorie": 1},
    "percent": {"% percent percentage per-cent pct": 1},
    "times": {"times fold": 1},
    "$": {"$ dollar usd": 1},
    "€": {"€ euro eur": 1},
    "£": {"£ gbp": 1},
    "krone": {"krone kroner nok": 1},
}


def _units() -> dict[str, Unit]:
    units = {
        name: Unit(base, factor)
        for base, sizes in _TABLE.items()
        for names, factor in sizes.items()
        for name in names.split()
    }
    celsius, fahrenheit = Unit("degree", 1.0), Unit("degree", 5 / 9, -160 / 9)
    units |= dict.fromkeys(("°", "°C", "° C", "°c", "degree", "celsius"), celsius)
    units |= dict.fromkeys(("degree-celsius", "degrees-celsius", "degree-c", "degrees-c"), celsius)
    units |= dict.fromkeys(("degree-fahrenheit", "degrees-fahrenheit", "degree-f", "degrees-f"), fahrenheit)
    return units | dict.fromkeys(("°F", "° F", "°f", "fahrenheit"), fahrenheit)


UNITS = _units()
"""Each unit by its names in lower case, singular; a few symbols as they are written."""
