"""Markdown's marks within a line: emphasis, code and links."""

import re

__all__ = ["unmarked"]

_MARKUP = re.compile(
    r"(?<!`)(?P<ticks>`++)(?P<code>[^`\n]++)(?P=ticks)(?!`)|`"
    # "2**3", "snake_case" and "self._x" have no emphasis.
    r"|(?<![\w.])(?:\*\*|__)(?=\S)|(?<=\S)(?:\*\*|__)(?!\w)"
    r"|(?<![\w.*])\*(?=\S)|(?<=\S)\*(?![\w*])|(?<![\w._])_(?=\S)|(?<=\S)_(?![\w_])"
    r"|!?\[(?P<label>[^\[\]]*)\]\((?:[^()\[\s]|\([^()\s]*\))*(?:\s[^()\[]*)?\)"
)


def unmarked(text: str) -> str:
    """Return `text` without the marks; what stands between backticks stays as it is."""
    return _MARKUP.sub(lambda match: match["code"] or match["label"] or "", text)
