"""Ask the articles: resolve, retrieve, judge, decide, compose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from crosscheck.app import choose
from crosscheck.app.answer import Answer
from crosscheck.app.asked import asks_nothing
from crosscheck.app.bearing import Bearing, bearing
from crosscheck.app.compose import compose
from crosscheck.app.decide import Calibration, Signals, calibration, confidence, signals
from crosscheck.app.followup import resolve
from crosscheck.app.judge import Judged, Query, best_first, in_context, judge_rows
from crosscheck.app.reread import READ, close, opinion, settled
from crosscheck.app.warn import Weighed, disputed, warnings, weighed
from crosscheck.index.errors import BadInput
from crosscheck.index.index import Index
from crosscheck.index.models import RelevanceModel, RivalModel
from crosscheck.index.retriever import Retriever, check_query
from crosscheck.index.search import ranked, search
from crosscheck.index.spelling import mended
from crosscheck.index.types import Hit

__all__ = ["MAX_HISTORY", "Assistant", "Findings", "evidence", "reranked", "reread"]

MAX_HISTORY = 10  # earlier questions that a follow-up can refer to; older ones are left out
_SHOWN = 5  # passages an answer carries
_PASSAGES = 10  # passages whose sentences may be judged


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found for a question, before it is decided whether that is an answer."""

    query: Query
    judged: tuple[Judged, ...]  # sentences, most relevant first
    signals: Signals

    @property
    def rows(self) -> list[int]:
        """The rows of these sentences in the index."""
        return [item.row for item in self.judged]


@dataclass(frozen=True)
class Assistant:
    """Answers questions from the articles of a retriever, in the articles' own sentences.

    answer = Assistant(Retriever.open()).ask("Is the backend Java or Python?")
    """

    retriever: Retriever
    relevance: RelevanceModel = field(default_factory=RelevanceModel.load)
    calibration: Calibration = field(default_factory=calibration)
    bearing: Bearing | None = field(default_factory=bearing)  # None: no warnings
    reword: Callable[[Answer], Answer] | None = None  # crosscheck.app.llm.rephraser makes one
    rivals: RivalModel = field(default_factory=RivalModel.load)

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Return what the articles say about `question`, or that they do not say.

        `history` holds the earlier questions of the conversation, oldest first. Raises BadInput when the question
        or an earlier one is blank, too long or not text.
        """
        answer = self.quoted(question, history)
        return self.reword(answer) if self.reword else answer

    def quoted(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Return what `ask` does, in the articles' own sentences whether or not there is a language model."""
        return self.answer(question, self.find(question, history))

    def answer(self, question: str, found: Findings) -> Answer:
        """Return the answer that `found`, the findings for `question`, give."""
        sure = confidence(found.signals, self.calibration)
        hits = tuple(reranked(found, self.retriever.index, self.calibration.rerank_weight)[:_SHOWN])
        answer = Answer(question, found.query.text, "not_in_sources", sure, hits=hits)
        if not found.judged or sure < self.calibration.answer_threshold:
            return answer
        floor, share = self.calibration.sentence_floor, self.calibration.sentence_share
        index = self.retriever.index
        parts = compose(found.judged, index.supporters, index.articles, floor, share)
        warned = warnings(index, self.touched(found), self.bearing) if self.bearing else ()
        return replace(
            answer,
            status="answered",
            statements=disputed(parts.statements, parts.citations, warned),
            citations=parts.citations,
            disagreements=warned,
        )

    def touched(self, found: Findings) -> list[Weighed]:
        """Return the pairs of sentences that may be shown as disagreements with `found`, most promising first."""
        index, model, fitted = self.retriever.index, self.relevance, self.calibration.sentence_weights

        def judged(rows: Sequence[int]) -> list[Judged]:
            return judge_rows(found.query, rows, index, model, fitted)

        return weighed(index, found.judged, judged, found.query.text, self.rivals, self.bearing)

    def find(self, question: str, history: Sequence[str] = ()) -> Findings:
        """Return the evidence for `question`; it raises what `ask` raises."""
        index, settings = self.retriever.index, self.calibration
        found = evidence(self.query(question, history), index, self.relevance, settings)
        return reread(found, index, self.rivals, settings)

    def nearest(self, question: str, history: Sequence[str] = ()) -> Sequence[Hit]:
        """Return the passages that `ask` will read, found much sooner; raises what `ask` raises."""
        return self.query(question, history).hits

    def query(self, question: str, history: Sequence[str] = ()) -> Query:
        """Return `question` as it is put to the articles, with the passages found; it raises what `ask` raises."""
        check_query(question)
        index = self.retriever.index
        standalone = mended(resolve(question, _checked(history)), index.words.vocab_dict, index.vocabulary)
        vector = self.retriever.encoder.encode_query(standalone)
        return Query(standalone, vector, tuple(search(index, standalone, vector, _PASSAGES)))

    def renewed(self) -> "Assistant":
        """Return this assistant, or one of the index that another process has built since."""
        newer = self.retriever.renewed()
        return self if newer is self.retriever else replace(self, retriever=newer)


def evidence(query: Query, index: Index, model: RelevanceModel, settings: Calibration) -> Findings:
    """Return the sentences of `index` for `query`, judged until they are enough for an answer."""

    def read(rows: Sequence[int], known: Findings) -> Findings:
        more = judge_rows(query, rows, index, model, settings.sentence_weights)
        judged = best_first([*known.judged, *more])
        return Findings(query, tuple(judged), signals(query.text, judged, index))

    found = Findings(query, (), signals(query.text, (), index))
    if asks_nothing(query.text):
        return found
    rows = choose.candidates(query, index)
    found = read(choose.first(rows, index), found)
    found = read(choose.beside(query, rows, index, found.rows), found)
    if confidence(found.signals, settings) >= settings.enough:
        return found
    return read(choose.rest(rows, index, found.rows), found)


def reread(found: Findings, index: Index, model: RivalModel, settings: Calibration) -> Findings:
    """Return `found`, its best sentences read again by `model` where that may change the best or the answer."""
    doubtful = confidence(found.signals, settings) < settings.enough
    best = found.judged[: READ if doubtful else close(found.judged)]
    if not best or (len(best) == 1 and not doubtful):
        return found
    said = model.answers(found.query.text, [in_context(index, item.row, item.before) for item in best]).tolist()
    judged = settled(found.judged, said)
    told = signals(found.query.text, judged, index)
    return Findings(found.query, tuple(judged), replace(told, opinion=opinion(best, said)) if doubtful else told)


def _checked(history: Sequence[str]) -> list[str]:
    a_list = isinstance(history, Sequence) and not isinstance(history, str)
    if not a_list or not all(isinstance(turn, str) for turn in history):
        raise BadInput("the history is not a list of earlier questions: give each as text")
    recent = list(history)[-MAX_HISTORY:]
    for turn in recent:
        check_query(turn)
    return recent


def reranked(found: Findings, index: Index, weight: float) -> list[Hit]:
    """Return the passages found, ordered by retrieval and, counted `weight`, by their most relevant sentence."""
    best: dict[int, float] = {}
    for item in found.judged:
        best.setdefault(index.passage_of[item.row], item.relevance)
    scored = [
        replace(hit, score=(1 - weight) * hit.score + weight * best.get(_passage_row(index, hit), 0.0))
        for hit in found.query.hits
    ]
    return ranked(sorted(scored, key=lambda hit: (-round(hit.score, 4), hit.rank)))


def _passage_row(index: Index, hit: Hit) -> int:
    return index.passage_of[index.first_sentence[hit.passage.article, hit.passage.start]]
