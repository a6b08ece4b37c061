"""Markdown's marks within a line: emphasis, code and links."""

import re

__all__ = ["unmarked"]

_MARKUP = re.compile(
    r"(?<!`)(?P<ticks>`++)(?P<code>[^`\n]++)(?P=ticks)(?!`)|`"
    # "2**3", "snake_case" and "self._x" have no emphasis.
    r"|(?<![\w.*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?![\w*])|(?<=[.!?:;,)])\*\*(?=\w)"
    r"|(?<![\w._])_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?![\w_])"
    r"|!?\[(?P<label>[^\[\]]*)\]\((?:[^()\[\s]|\([^()\s]*\))*(?:\s[^()\[]*)?\)"
)


def unmarked(text: str) -> str:
    """Return `text` without the marks; what stands between backticks stays as it is."""
    return _MARKUP.sub(lambda match: match["code"] or match["label"] or "", text)
