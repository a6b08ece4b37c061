"""Pictures of a run as SVG: how scores are spread about their threshold, and what a confidence is worth."""

from collections.abc import Sequence
from dataclasses import dataclass

from crosscheck.evals.figures import asked
from crosscheck.evals.record import Record
from crosscheck.index.compare.score import weights

__all__ = ["confidences", "curve", "pair_scores", "reliability"]

_WIDTH, _HEIGHT, _BINS = 326, 210, 20
_LEFT, _TOP, _BOTTOM = 34, 22, 34  # room for axes and words
_GOOD, _BAD, _LINE, _DOT = "#2e7d32", "#c62828", "#222", "#1565c0"


@dataclass(frozen=True, slots=True)
class _Spread:
    title: str
    above: str  # what is drawn upwards
    below: str
    up: Sequence[float]  # scores, 0 to 1
    down: Sequence[float]
    threshold: float


def confidences(found: Sequence[Record], threshold: float) -> str:
    """Draw how sure the product was: of questions that have an answer above, of others below."""
    questions = asked(found)
    up = [r.confidence for r in questions if r.type != "unanswerable"]
    down = [r.confidence for r in questions if r.type == "unanswerable"]
    return _histogram(_Spread("Confidence of answers", "answerable", "unanswerable", up, down, threshold))


def pair_scores(found: Sequence[Record]) -> str:
    """Draw the scores of gold pairs: of disagreements above, of pairs that only look like it below."""
    pairs = [r for r in found if r.type == "pair"]
    up = [r.confidence for r in pairs if r.kind != "compatible"]
    down = [r.confidence for r in pairs if r.kind == "compatible"]
    threshold = weights().disagreement
    return _histogram(_Spread("Scores of gold pairs", "disagreements", "look-alikes", up, down, threshold))


def _histogram(spread: _Spread) -> str:
    """Draw both sides, each as high as its fullest bin: there may be many more of one than of the other."""
    counts = (_counts(spread.up), _counts(spread.down))
    middle, step, x = (_TOP + _HEIGHT) / 2, _WIDTH / _BINS, _LEFT + spread.threshold * _WIDTH
    heights = [[count / max(1, *side) * (_HEIGHT - middle) for count in side] for side in counts]
    bars = [
        f'<rect x="{_LEFT + i * step:.1f}" y="{middle if side else middle - height:.1f}" '
        f'width="{step - 1:.1f}" height="{height:.1f}" fill="{(_GOOD, _BAD)[side]}"/>'
        for side in (0, 1)
        for i, height in enumerate(heights[side])
    ]
    lines = [
        f'<line x1="{_LEFT}" x2="{_LEFT + _WIDTH}" y1="{middle}" y2="{middle}" stroke="#999"/>',
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_HEIGHT}" stroke="{_LINE}" stroke-dasharray="4 2"/>',
    ]
    words = [
        _text(_LEFT + _WIDTH, 14, f"{spread.above}: {len(spread.up)}", "end", _GOOD),
        _text(_LEFT + _WIDTH, _HEIGHT + 28, f"{spread.below}: {len(spread.down)}", "end", _BAD),
        _text(_LEFT - 4, _TOP + 10, str(max(counts[0])), "end"),
        _text(_LEFT - 4, _HEIGHT, str(max(counts[1])), "end"),
        _text(_LEFT, _HEIGHT + 28, f"dashed: threshold {spread.threshold:.2f}"),
    ]
    return _svg(spread.title, [*bars, *lines, *words])


def _counts(scores: Sequence[float]) -> list[int]:
    counts = [0] * _BINS
    for score in scores:
        counts[min(_BINS - 1, int(score * _BINS))] += 1
    return counts


def reliability(found: Sequence[Record], bins: int = 5) -> list[tuple[float, float, int]]:
    """Return for each fifth of confidence its mean, the share of answerable questions in it, and their number."""
    groups: list[list[Record]] = [[] for _ in range(bins)]
    for record in found:
        groups[min(bins - 1, int(record.confidence * bins))].append(record)
    return [
        (
            sum(r.confidence for r in group) / len(group),
            sum(r.type != "unanswerable" for r in group) / len(group),
            n,
        )
        for group in groups
        if (n := len(group))
    ]


def curve(found: Sequence[Record]) -> str:
    """Draw what a confidence is worth: on the line, of questions answered with 0.8 four in five have an answer."""
    high = _HEIGHT - _TOP
    parts = [f'<line x1="{_LEFT}" y1="{_HEIGHT}" x2="{_LEFT + _WIDTH}" y2="{_TOP}" stroke="#999"/>']
    for sure, share, n in reliability(asked(found)):
        x, y = _LEFT + sure * _WIDTH, _HEIGHT - share * high
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3 + n**0.5 / 3:.1f}" fill="{_DOT}" opacity=".8"/>')
        right = x < _LEFT + _WIDTH / 2
        parts.append(
            _text(
                x + (12 if right else -12),
                max(y + 4, _TOP + 14),
                f"{share:.2f} of {n}",
                "start" if right else "end",
            )
        )
    ends = [_text(_LEFT - 4, _TOP + 10, "1", "end"), _text(_LEFT - 4, _HEIGHT, "0", "end")]
    words = _text(_LEFT, _HEIGHT + 28, "across: confidence; up: share that is answerable")
    return _svg("Reliability", [*parts, *ends, words])


def _text(x: float, y: float, words: str, anchor: str = "start", colour: str = "#222") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{words}</text>'


def _svg(title: str, parts: Sequence[str]) -> str:
    ticks = [
        _text(_LEFT + share * _WIDTH, _HEIGHT + 14, f"{share:g}", "middle") for share in (0, 0.25, 0.5, 0.75, 1)
    ]
    size = f'width="{_LEFT + _WIDTH + 14}" height="{_HEIGHT + _BOTTOM}"'
    head = f'<text x="{_LEFT}" y="14" font-weight="bold">{title}</text>'
    return f'<svg {size} font-size="11" role="img" aria-label="{title}">{head}{"".join([*parts, *ticks])}</svg>'
