"""What can go wrong with the page itself."""

from crosscheck.index.errors import CrosscheckError

__all__ = ["PageError"]


class PageError(CrosscheckError):
    """The page cannot be served at this address; the message says what to change."""
