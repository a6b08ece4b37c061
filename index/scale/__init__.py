"""Beyond one machine: an index in PostgreSQL, a build on many workers. Each module needs its library."""

__all__ = ["is_address"]


def is_address(place: object) -> bool:
    """Whether `place` is the address of a database, `postgresql://...`, and not a folder of articles."""
    return isinstance(place, str) and place.startswith(("postgresql://", "postgres://"))
