"""From HTML to Markdown-like text: headings, paragraphs, lists; no scripts, navigation or hidden parts.

Parsing takes quadratic time on some hostile files: 200,000 nested elements take a minute and a half. So
`HtmlReader` parses large files in a child process with limits. The child runs this file as a script, which is
why nothing of Crosscheck's is imported here.
"""

import json
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import IO, Self

from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["HtmlReader", "HtmlRefused", "Page", "parse_html"]

_SMALL = 32_000  # characters: the worst file of this size takes half a second
_CPU_SECONDS = 3.0  # for one file; 5 MB in a quarter of a million paragraphs take less
_MEMORY_BYTES = 1 << 30
_LENGTH_BYTES = 4

_DROPPED = (
    "script,style,noscript,template,head,nav,header,footer,aside,dialog,iframe,object,svg,math,canvas,audio,video"
    ",button,select,textarea,[hidden],[aria-hidden=true]"
)
_BLOCK = re.compile(
    "html|body|main|article|section|div|p|pre|blockquote|address|center|figure|figcaption|form|fieldset|details"
    "|summary|h[1-6]|hr|[uod]l|menu|li|dt|dd|table|caption|thead|tbody|tfoot|tr"
)
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_LINE_BREAK = "\0"  # no page holds one: the parser replaces it
_BREAK = re.compile(f" ?{_LINE_BREAK} ?")


class HtmlRefused(Exception):
    """The HTML takes more time or memory than an article may."""


@dataclass(frozen=True, slots=True)
class Page:
    """The readable text of an HTML page and what the page says about itself, both as they stand there."""

    text: str
    title: str = ""
    date: str = ""
    author: str = ""
    url: str = ""


def parse_html(markup: str) -> Page:
    """Read a page; its main or only article element where it has one, else its whole body."""
    tree = LexborHTMLParser(markup)
    dropped = _dropped(tree)
    return Page(
        text=next((text for root in _roots(tree) if (text := _Writer(dropped).write(root))), ""),
        title=_first(tree, "title", "h1"),
        date=_first(tree, "meta[property='article:published_time']", "meta[name=date i]", "time[datetime]"),
        author=_first(tree, "meta[name=author i]"),
        url=_first(tree, "link[rel=canonical i]", "meta[property='og:url']"),
    )


def _dropped(tree: LexborHTMLParser) -> frozenset[int]:
    """Return the elements that are not read, nor anything in them."""
    styled = (node for node in tree.css("[style]") if _HIDING_STYLE.search(node.attributes["style"] or ""))
    return frozenset(node.mem_id for node in (*tree.css(_DROPPED), *styled))


def _roots(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    yield from tree.css("main")[:1]
    articles = tree.css("article")
    if len(articles) == 1:
        yield articles[0]
    if tree.body is not None:
        yield tree.body


def _first(tree: LexborHTMLParser, *selectors: str) -> str:
    """Return the first value that a selector finds: an attribute where there is one, else the text."""
    for selector in selectors:
        for node in tree.css(selector)[:1]:
            given = node.attributes
            value = given.get("content") or given.get("datetime") or given.get("href") or node.text()
            if value and value.strip():
                return _SPACE.sub(" ", value).strip()
    return ""


class _Writer:
    """Collects the text of a tree, block by block."""

    def __init__(self, dropped: frozenset[int]) -> None:
        self._dropped = dropped
        self._blocks: list[str] = []
        self._words: list[str] = []
        self._prefix = ""
        self._after_item = False
        self._lists = self._preformatted = 0
        self._columns = 0  # that the table row at hand names

    def write(self, root: LexborNode) -> str:
        # No recursion, as trees can be deep: a tag on the stack is the end of its element.
        pending: list[LexborNode | str] = [root]
        while pending:
            node = pending.pop()
            if isinstance(node, str):
                self._leave(node)
            elif node.is_text_node:
                self._words.append(node.text_content or "")
            elif node.mem_id not in self._dropped:
                tag = node.tag or ""
                if _BLOCK.fullmatch(tag):
                    self._enter(tag)
                    self._columns = _named_columns(node) if tag == "tr" else 0
                    pending.append(tag)
                else:
                    self._words.append(self._separator(tag))
                pending.extend(reversed(list(node.iter(include_text=True))))
        self._end_block()
        return "".join(self._blocks).strip("\n")

    def _separator(self, tag: str) -> str:
        if tag == "br":
            return "\n" if self._preformatted else _LINE_BREAK
        return " | " if tag in ("td", "th") and "".join(self._words).strip() else ""

    def _enter(self, tag: str) -> None:
        self._end_block()
        self._lists += tag in ("ul", "ol")
        self._preformatted += tag == "pre"
        if tag == "li":
            self._prefix = "  " * max(0, self._lists - 1) + "- "
        elif tag in _HEADINGS:
            self._prefix = _HEADINGS[tag]

    def _leave(self, tag: str) -> None:
        self._end_block(self._columns)
        self._columns = 0
        self._lists -= tag in ("ul", "ol")
        self._preformatted -= tag == "pre"
        if tag == "li" or tag in _HEADINGS:
            self._prefix = ""

    def _end_block(self, columns: int = 0) -> None:
        if not self._words:
            return
        written = "".join(self._words)
        self._words.clear()
        if not self._preformatted:
            written = _SPACE.sub(" ", written).strip()
            written = _BREAK.sub(" " if self._prefix.startswith("#") else "\n", written)
        if not written.strip():
            return
        if columns and " | " in written:  # as Markdown has it below the names of columns
            written = written.replace("\n", " ") + "\n" + " | ".join(["---"] * columns)
        item = self._prefix.endswith("- ")
        self._blocks.append(("\n" if item and self._after_item else "\n\n") + self._prefix + written.strip("\n"))
        self._after_item = item
        self._prefix = ""


def _named_columns(row: LexborNode) -> int:
    """Return how many columns a row of a table names, 0 for one that says something of them."""
    cells = [cell.tag for cell in row.iter() if cell.tag in ("td", "th")]
    return len(cells) if {*cells} == {"th"} or (row.parent and row.parent.tag == "thead") else 0


class HtmlReader:
    """Parses HTML that may be hostile: small pages here, large ones in a child process with limits."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def parse(self, markup: str) -> Page:
        """Read a page.

        :raises HtmlRefused: when it takes more than three seconds or a gigabyte.
        """
        if len(markup) <= _SMALL:
            return parse_html(markup)
        try:
            return Page(**json.loads(self._ask(markup.encode())))
        except (OSError, EOFError) as error:
            self._stop()
            raise HtmlRefused("is HTML that takes too much time or memory to read") from error

    def _ask(self, payload: bytes) -> bytes:
        if self._child is None:
            self._child = _start()
        assert self._child.stdin is not None and self._child.stdout is not None
        _send(self._child.stdin, payload)
        return _receive(self._child.stdout)

    def _stop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None


def _start() -> subprocess.Popen[bytes]:
    # -P: a script's folder is searched first, and this one's types.py is not the standard library's.
    command = [sys.executable, "-P", __file__]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _send(stream: IO[bytes], payload: bytes) -> None:
    stream.write(len(payload).to_bytes(_LENGTH_BYTES, "big") + payload)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    header = stream.read(_LENGTH_BYTES)
    payload = stream.read(int.from_bytes(header, "big"))
    if len(header) < _LENGTH_BYTES or len(payload) < int.from_bytes(header, "big"):
        raise EOFError
    return payload


def _serve() -> None:
    """Answer pages on standard output until standard input ends; a page over the limits ends the process."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    while True:
        try:
            markup = _receive(sys.stdin.buffer).decode()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_PROF, _CPU_SECONDS)
        _send(sys.stdout.buffer, json.dumps(asdict(parse_html(markup))).encode())


if __name__ == "__main__":
    _serve()
