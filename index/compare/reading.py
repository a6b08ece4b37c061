"""Read claims from sentences: leave out what claims nothing, and say what a pronoun or a list item is about."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from crosscheck.index.compare.claims import Claim
from crosscheck.index.compare.units import UNITS
from crosscheck.index.compare.words import MONTHS, PRONOUNS
from crosscheck.index.lexical import STOPWORDS, terms
from crosscheck.index.markup import unmarked
from crosscheck.index.types import Sentence

__all__ = ["claim_at", "claims", "is_item"]

_OPENING = r"(?:And |But |So |Yet |Also, )?"
_LEAD = re.compile(rf"{_OPENING}(It|They|She|He|This|These|Those|Her|His|Its|Their)\b")
_STANDS_FOR_ONE = frozenset({"It", "She", "He"})  # "they" may be anybody, "this" a whole sentence
_OWNED_BY_ONE = frozenset({"Her", "His", "Its"})
_OF_PEOPLE = frozenset({"She", "He", "Her", "His"})  # a sentence may begin with a ship and end with its captain
# "It takes years to ...", "It was clear that ...", "It was not until 1990 ...": nothing is meant by "it".
_EMPTY = re.compile(
    rf"{_OPENING}It(?:['’]s| is| was| takes| took) (?:not until\b|[\w’'-]+ that\b"
    r"|(?:not )?(?:important|necessary|possible|impossible|easy|hard|difficult|best|better|wise|worth|common) to\b"
    r"|(?<=takes )(?:[\w’'-]+ ){1,3}to [a-z]|(?<=took )(?:[\w’'-]+ ){1,3}to [a-z])"
)
_ENDS = frozenset('.!?:|“”"')  # what a capital behind it may be due to
_NAME = re.compile(r"[A-Z][\w+#'’&.-]*\w[+#]*|[A-Z](?![\w'’])[+#]*")
_FIRST = re.compile(r"\W*([^\W_][\w+#]*)")
_LOWER = re.compile(r"\b[a-z][\w'’-]*")
_OFTEN = 3  # times that a word begins a sentence
_QUESTION = re.compile(r"\?[\"'”’)*_]*$")
_READ_BEFORE = 30  # sentences of its section that one by itself is read in
_MIN_TERMS = 2  # different content words that a claim has at least
_MAX_HEADING = 5  # words of a heading that can say what the items below it are about
_MAX_NAME = 3  # words of a heading that can stand for a pronoun
_CELLS = " | "
# "2,140" and "2140" are one number, though not to a model that reads pieces of words. Also with narrow spaces.
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?!\d)")
_YEARS = range(1000, 2100)


def claims(sentences: Sequence[Sentence]) -> list[Claim]:
    """Return the claims among `sentences`, in their order: no headings, no questions, nothing of a word or two."""
    texts = [_plain(sentence.text) for sentence in sentences]
    proper = _proper(sentences, texts)
    found: list[Claim] = []
    subject = title = before = heading = ""
    others: frozenset[str] = frozenset()  # names of the sentence before besides the one it began with
    section: tuple[str, ...] = ()
    for row, (sentence, text) in enumerate(zip(sentences, texts, strict=True)):
        here = _section(sentence)
        if here != section:
            heading = _plain(sentence.headings[-1]) if sentence.headings else ""
            section, subject, title, before, others = here, "", _title(heading, proper), "", frozenset()
        previous = before
        if sentence.is_heading:
            continue
        before = text
        if _QUESTION.search(text):
            continue
        lead = _LEAD.match(text)
        unclear = bool(_EMPTY.match(text) or (lead and lead[1] in _OF_PEOPLE and others))
        full = _resolved(text, "" if unclear else subject or title, _short(heading))
        subject = _leading_name(full, proper) or (subject if lead and not unclear else "")
        names = _names(full, proper)
        others = names - frozenset(terms(subject))
        unknown = bool(lead) and full == text
        claim = Claim(
            row,
            sentence.article,
            full,
            names,
            unknown,
            here if is_item(text) else (),
            heading="" if full.startswith(f"{heading}: ") else heading,
            before=previous if unknown else "",
        )
        if len(claim.stems) >= _MIN_TERMS:
            found.append(claim)
    return found


def claim_at(sentences: Sequence[Sentence], row: int) -> Claim | None:
    """Return the claim that sentence `row` is, read in its section alone; None where it claims nothing.

    Of a long section, in the sentences before it: a question does not wait until a whole article has been read.
    """
    start, first = row, max(0, row - _READ_BEFORE)
    while start > first and _section(sentences[start - 1]) == _section(sentences[row]):
        start -= 1
    found = claims(sentences[start : row + 1])
    return replace(found[-1], row=row) if found and found[-1].row == row - start else None


def _section(sentence: Sentence) -> tuple[str, ...]:
    return sentence.article, *sentence.headings


def _plain(text: str) -> str:
    return " ".join(_THOUSANDS.sub(_closed, unmarked(text).strip("| \n")).split())


def _closed(match: re.Match[str]) -> str:
    """Return a number without what parts its thousands, unless it would look like a year."""
    digits = re.sub(r"\D", "", match[0])
    return f"{digits[0]},{digits[1:]}" if int(digits) in _YEARS else digits


def _resolved(text: str, subject: str, heading: str) -> str:
    """Put the last sentence's subject for a pronoun, and the heading before a list item or a table row."""
    lead = _LEAD.match(text)
    if lead and subject and lead[1] in _STANDS_FOR_ONE:
        return f"{text[: lead.start(1)]}{subject}{text[lead.end(1) :]}"
    if lead and subject and lead[1] in _OWNED_BY_ONE:
        return f"{text[: lead.start(1)]}{subject}'s{text[lead.end(1) :]}"
    return f"{heading}: {text}" if heading and is_item(text) else text


def is_item(text: str) -> bool:
    """Whether `text` is a list item or a table row rather than a sentence: it has no end mark."""
    return not text or text[-1] not in '.!?”"’)]' or _CELLS in text


def _short(heading: str) -> str:
    """Return a heading when it can say what an item is about: a few words, no question."""
    return heading if 0 < len(heading.split()) <= _MAX_HEADING and not heading.endswith("?") else ""


def _title(heading: str, proper: frozenset[str]) -> str:
    """Return a heading when it is a name and nothing else."""
    words = _short(heading).split()
    names = len(words) <= _MAX_NAME and all(_NAME.fullmatch(word) for word in words)
    return " ".join(words) if names and words and words[-1] in proper else ""


def _leading_name(text: str, proper: frozenset[str]) -> str:
    """Return the name that `text` starts with, or nothing."""
    words: list[str] = []
    for word in text.split():
        bare = re.sub(r"['’]s$|[^\w+#]+$", "", word)
        if not _NAME.fullmatch(bare) or (not words and bare not in proper):
            break
        words.append(bare)
        if bare != word:
            break
    return " ".join(words)


def _proper(sentences: Sequence[Sentence], texts: Sequence[str]) -> frozenset[str]:
    """Return the words that are names even at the start of a sentence.

    These are the ones that are capitalised inside sentences, or often at their start and never in lower case.
    """
    inside = {
        word for s, text in zip(sentences, texts, strict=True) if not s.is_heading for word in _capitalised(text)
    }
    firsts = Counter(match[1] for text in texts if (match := _FIRST.match(text)) and _NAME.fullmatch(match[1]))
    lower = set(chain.from_iterable(map(_LOWER.findall, texts)))
    often = {w for w, n in firsts.items() if n >= _OFTEN and w.lower() not in lower | STOPWORDS | PRONOUNS}
    return frozenset(inside | often)


def _capitalised(text: str) -> Iterator[str]:
    """Return the words that only a name's being one explains the capital of."""
    for match in _NAME.finditer(text):
        first = _begins(text[: match.start()])
        for word in re.sub(r"['’]s?$", "", match[0]).split("-"):
            lower = word.lower()
            known = lower in STOPWORDS or lower in MONTHS or lower in UNITS or not word[:1].isupper()
            if not known and (not first or re.search(r"\w[A-Z]", word)):
                yield word


def _begins(before: str) -> bool:
    """Whether what stands behind `before` begins a sentence, a quotation or a cell."""
    for character in reversed(before):  # one or two of them, mostly: quicker than a pattern, that begins in front
        if character in _ENDS:
            return True
        if character == ")" or character == "_" or character.isalnum():
            return False
    return True


def _names(text: str, proper: frozenset[str]) -> frozenset[str]:
    """Return the stems of the names in `text`, a claim's; title case in its heading makes no name."""
    heading, colon, own = text.partition(": ")
    first = _FIRST.match(own or heading)
    words = set(_capitalised(own if colon else text))
    words |= {word for word in _capitalised(f"under {heading}" if colon else "") if word in proper}
    if first and first[1] in proper and first[1].lower() not in STOPWORDS | PRONOUNS:
        words.add(first[1])
    return frozenset(terms(" ".join(words)))
