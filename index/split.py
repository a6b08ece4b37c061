"""Split an article into sentences (what is cited) and passages (what is found).

Markdown structure comes from markdown-it, sentence boundaries from sentencex, packing from
langchain-text-splitters. Offsets are counted, never searched for, so repeated text cannot confuse them.
Knows nothing of embeddings or questions.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from crosscheck.index.types import Article, Passage, Sentence

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["MAX_PASSAGE", "MAX_SENTENCE", "Split", "split"]

MAX_PASSAGE = 1200  # characters; five of them are what a reader, or a model's context, is given
MAX_SENTENCE = 500  # characters; a longer run without an end mark is no quote anybody reads
_MAX_HEADING = 300  # characters; each sentence below carries it along
_MIN_WORDS = 3  # "Absolutely." alone claims nothing: it belongs to the sentence after it

# Marks put before each sentence to tell the splitter where it may cut, strongest first. The reader strips
# control characters from articles, so these cannot occur in their text.
_MARKS = ("\x1c", "\x1d", "\x1e", "\x1f", "\x0b")
_BLOCK, _SENTENCE = _MARKS[3], _MARKS[4]
_COMMENT = re.compile(r"<!--(?:(?!-->).)*+-->", re.DOTALL)  # a note to who writes: nobody reads it
_PLAIN = re.compile(  # a word in prose
    r"[\"'“‘($£€]*+(?:[^\W\d_]++(?:[.'’-][^\W\d_]++)*+|\d[\w.,:%–-]*+)[.,;:!?\"'”’)]*+|[–—-]"
)
_END = re.compile(r"[\w%)][.!?…][\"'”’)]*(?:\s*\[\d+\])?\s*$")
_COLUMNS = re.compile(r"[^\s.!?:;\"'”’)][ \t]{2,}\S")  # set with blanks
_MOSTLY = 0.9  # of the words: of code fewer are plain ones
_BREAK = re.compile(r"\n\s*\n")
_MARK = re.compile("[" + "".join(_MARKS) + "]")


@dataclass(frozen=True, slots=True)
class Split:
    """The two ways an article is cut; passages consist of whole sentences."""

    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    start: int
    end: int
    level: int = 0  # 1 to 6 for a heading
    whole: bool = False  # a table row or code: one unit, not to be searched for sentences


def split(article: Article, max_passage: int = MAX_PASSAGE) -> Split:
    """Cut `article` into sentences and into passages of at most `max_passage` characters."""
    blocks = list(_blocks(article.text))
    sentences, marks = _sentences(article, blocks)
    return Split(tuple(sentences), tuple(_passages(article, sentences, marks, max_passage)))


# Blocks: headings, paragraphs, list items, table rows, code


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    # Entities, links and emphasis stay as they stand in the text: only its lines are of interest.
    return MarkdownIt("commonmark").enable("table").disable(["inline", "reference"])


def _blocks(text: str) -> Iterator[_Block]:
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    level = 0
    table_row_end = -1
    for token in _markdown().parse(text):
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.map is None:
            continue
        elif token.type == "tr_open":
            table_row_end = token.map[1]
            yield _lines(text, starts, token, whole=True)
        elif _COMMENT.fullmatch(token.content.strip()):
            continue
        elif token.type == "code_block" and any(map(_is_prose, _BREAK.split(token.content))):
            yield from _paragraphs(text, _lines(text, starts, token, whole=False), token.content)
        elif token.type in {"fence", "code_block", "html_block"}:
            yield _lines(text, starts, token, whole=True)
        elif token.type == "inline" and token.map[1] > table_row_end:
            yield replace(_content(text, starts, token), level=level)
            level = 0


def _is_prose(indented: str) -> bool:
    """Whether what Markdown takes for code, being indented, is a text set so: words, and a mark at its end."""
    words = indented.split()
    plain = sum(bool(_PLAIN.fullmatch(word)) for word in words)
    return bool(_END.search(indented)) and not _COLUMNS.search(indented.strip()) and plain >= _MOSTLY * len(words)


def _paragraphs(text: str, block: _Block, indented: str) -> Iterator[_Block]:
    """Yield the paragraphs of `indented`, as `block` has them behind blanks and the marks of lists and quotes."""
    end = block.start
    for paragraph in _BREAK.split(indented.strip()):
        lines = [line.strip() for line in paragraph.split("\n")]
        start = text.index(lines[0], end)
        for line in lines:
            end = text.index(line, end) + len(line)
        yield replace(block, start=start, end=end, whole=not _is_prose(paragraph))


def _lines(text: str, starts: list[int], token: "Token", whole: bool) -> _Block:
    first, last = token.map or (0, 0)
    end = starts[last] if last < len(starts) else len(text)
    return _trimmed(text, _Block(starts[first], end, whole=whole))


def _content(text: str, starts: list[int], token: "Token") -> _Block:
    """Return the lines of an inline token without the list or heading marks before and after."""
    block = _lines(text, starts, token, whole=False)
    first, _, _ = token.content.partition("\n")
    last = token.content.rpartition("\n")[2].rstrip()
    start = text.find(first, block.start, block.end)
    end = text.rfind(last, block.start, block.end)
    return _trimmed(text, _Block(max(start, block.start), end + len(last) if end >= 0 else block.end))


def _trimmed(text: str, block: _Block) -> _Block:
    piece = text[block.start : block.end]
    start = block.start + len(piece) - len(piece.lstrip())
    return replace(block, start=start, end=max(start, block.start + len(piece.rstrip())))


# Sentences


def _sentences(article: Article, blocks: Iterable[_Block]) -> tuple[list[Sentence], list[str]]:
    """Return the article's sentences, and for each the mark that says how well a passage may begin there."""
    sentences: list[Sentence] = []
    marks: list[str] = []
    headings: list[tuple[int, str]] = []
    after_heading = False
    for block in blocks:
        if block.level:
            headings = [h for h in headings if h[0] < block.level]
        path = tuple(title for _, title in headings)
        for index, (start, end) in enumerate(_spans(article.text, block)):
            text = article.text[start:end]
            sentences.append(Sentence(article.id, start, end, text, path, bool(block.level)))
            marks.append(_mark(block, index, after_heading))
        if block.level:
            headings.append((block.level, article.text[block.start : block.end][:_MAX_HEADING]))
        after_heading = bool(block.level)
    return sentences, marks


def _mark(block: _Block, index: int, after_heading: bool) -> str:
    if block.level and index == 0:
        return "" if after_heading else _MARKS[min(block.level, 3) - 1]
    # A heading never ends a passage: what it announces comes with it.
    return "" if after_heading and index == 0 else _SENTENCE if index else _BLOCK


def _spans(text: str, block: _Block) -> Iterator[tuple[int, int]]:
    if block.whole or block.level:
        return _capped(text, [(block.start, block.end)] if block.end > block.start else [])
    return _capped(text, _joined(text, _boundaries(text, block)))


def _boundaries(text: str, block: _Block) -> Iterator[tuple[int, int]]:
    from sentencex import segment

    position = block.start
    for piece in segment("en", text[block.start : block.end]):
        start, position = position, position + len(piece)
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            yield start + lead, start + len(piece.rstrip())


def _joined(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join what is no sentence alone: a piece that goes on in lower case, or one of a word or two."""
    held: tuple[int, int] | None = None
    for start, end in spans:
        if held and (text[start].islower() or len(text[held[0] : held[1]].split()) < _MIN_WORDS):
            held = (held[0], end)
            continue
        if held:
            yield held
        held = (start, end)
    if held:
        yield held


def _capped(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut runs of more than MAX_SENTENCE characters at white space, or anywhere when there is none."""
    for start, end in spans:
        while end - start > MAX_SENTENCE:
            cut = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
            cut = cut if cut > 0 else start + MAX_SENTENCE
            yield start, cut
            start = cut + 1 if text[cut].isspace() else cut
        if end > start:
            yield start, end


# Passages


@cache
def _splitter(max_passage: int) -> "RecursiveCharacterTextSplitter":
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(
        separators=list(_MARKS),
        keep_separator="start",
        strip_whitespace=False,  # so that the pieces add up to the text and offsets can be counted
        chunk_size=max_passage,
        chunk_overlap=0,
        length_function=_length,
    )


def _length(marked: str) -> int:
    return len(_MARK.sub("", marked))


def _passages(
    article: Article, sentences: list[Sentence], marks: list[str], max_passage: int
) -> Iterator[Passage]:
    if not sentences:
        return
    ends = [s.start for s in sentences[1:]] + [len(article.text)]
    marked = "".join(
        mark + article.text[s.start : end] for mark, s, end in zip(marks, sentences, ends, strict=True)
    )
    position = sentences[0].start
    starts = [s.start for s in sentences]
    # What is one passage anyway needs no splitter, which is slow to import.
    short = _length(marked) <= max_passage
    for piece in [marked] if short else _splitter(max_passage).split_text(marked):
        first = sentences[bisect_left(starts, position)]
        position += _length(piece)
        # Up to the end of its last sentence: what follows may be the marks of the next heading.
        end = sentences[bisect_left(starts, position) - 1].end
        yield Passage(article.id, first.start, end, article.text[first.start : end], first.headings)
