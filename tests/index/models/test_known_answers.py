"""What the released models say of pairs whose answer anybody can work out.

Subjects are plain things that the generators of the training data do not mention in these words.
"""

import numpy as np
import pytest

from crosscheck.index.models import NliModel, RelevanceModel, RivalModel

CONFLICTS = [
    ("number", "The bridge is 120 metres long.", "The bridge is 90 metres long."),
    ("number", "The museum drew 40,000 visitors last year.", "Last year 65,000 people visited the museum."),
    ("number", "The ferry takes 20 minutes.", "The ferry takes 45 minutes."),
    (
        "number",
        "About 30 percent of the bread is baked by hand.",
        "About 70 percent of the bread is baked by hand.",
    ),
    ("date", "The lighthouse was built in 1871.", "The lighthouse was built in 1902."),
    ("date", "The first tram ran in May 1925.", "The first tram ran in August 1925."),
    ("date", "The choir was founded in 1950.", "The choir was founded twenty years later, in 1970."),
    ("entity", "The hall was designed by Ann Berg.", "The hall was designed by Carl Lund."),
    ("entity", "The engine was built in Oslo.", "The engine was built in Bergen."),
    (
        "entity",
        "Diesel engines remain the main choice for freight.",
        "Freight is carried almost entirely by electric trains.",
    ),
    ("entity", "Only nurses give vaccinations.", "Vaccinations are given by pharmacists."),
    ("negation", "The path is open in winter.", "The path is not open in winter."),
    ("negation", "The council supports the plan.", "The council does not support the plan."),
    (
        "negation",
        "The library lends musical instruments.",
        "Musical instruments cannot be borrowed from the library.",
    ),
    ("opinion", "Sourdough is easy to make.", "Sourdough is hard to make."),
    ("opinion", "The new trams are reliable.", "The new trams fail often."),
    ("opinion", "Rye is an excellent choice for beginners.", "Beginners should not use rye."),
    ("opinion", "The old boiler is cheap to run.", "Running the old boiler is expensive."),
]

LOOK_ALIKES = [
    ("lists", "The shop sells tea and coffee.", "The shop also sells cocoa."),
    ("lists", "The farm grows wheat, rye and oats.", "The farm grows potatoes and cabbages."),
    (
        "lists",
        "Tools such as hammers and saws are used in the workshop.",
        "The workshop uses planes for finishing.",
    ),
    ("parts", "Nurses handle patient intake.", "Surgeons handle night shifts."),
    ("parts", "The roof is made of slate.", "The floor is made of oak."),
    ("parts", "The ferry serves the north of the island.", "The bus serves the south of the island."),
    ("rephrased", "The ferry takes 20 minutes.", "The crossing lasts twenty minutes."),
    ("rephrased", "Half of the visitors come by train.", "50 percent of the visitors come by train."),
    ("rephrased", "The bridge is 2 km long.", "The bridge is 2,000 metres long."),
    ("same number", "The museum has 40 rooms.", "The museum employs 40 guides."),
    ("same number", "It takes 20 minutes to bake the bread.", "The dough rests for 20 minutes."),
    ("detail", "Baking with rye is popular.", "About 40 percent of the bakers use rye."),
    ("subject", "The choir was founded in 1950.", "The orchestra was founded in 1970."),
    ("agree", "The lighthouse was built in 1871.", "The lighthouse, built in 1871, stands on a rock."),
    ("agree", "Wind turbines power the mill.", "The mill runs on wind turbines."),
    ("hedge", "The plan may reduce noise.", "The plan could reduce noise."),
]

ANSWERED = [
    ("When was the lighthouse built?", "The lighthouse was built in 1871."),
    ("Who designed the hall?", "The hall was designed by Ann Berg."),
    ("How many rooms does the museum have?", "The museum has 40 rooms."),
    ("Does the mill use wind turbines?", "Wind turbines power the mill."),
    ("Does the mill use wind turbines?", "The mill no longer uses wind turbines."),  # the answer is no
    ("redis shop", "The shop uses Redis for caching."),
    ("What does the bakery use for heating?", "Heating at the bakery relies on gas boilers."),
    ("Why is the path closed?", "The path is closed because of falling rocks."),
    ("Where is the ferry built?", "The ferry is built in Bergen."),
]

# The large model alone takes this for an answer: a limit that its card tells of.
TOO_NEAR = ("Where is the ferry built?", "The ferry sails to Bergen.")
NEAR_MISSES = [
    ("When was the lighthouse built?", "The lighthouse was built by Ann Berg."),
    ("When was the lighthouse built?", "When was the lighthouse built?"),
    ("Who designed the hall?", "The hall was designed in 1950."),
    ("How many rooms does the museum have?", "The museum has 40 guides."),
    ("How many rooms does the museum have?", "The museum has many visitors."),
    ("Does the mill use wind turbines?", "The mill was painted red."),
    ("Which version of Redis does the shop use?", "The shop uses Redis for caching."),
    ("What does the bakery use for heating?", "In this article, we look at heating in bakeries."),
    TOO_NEAR,
    ("Who wrote the guide?", "The guide was reprinted in 2004."),
]

LENGTHS = ("The bridge is 120 metres long.", "The bridge is 90 metres long.")
COMPANIES = ("The north pier was built by Ann Berg's firm.", "Carl Lund's men built the north pier.")

RIVALS = [
    ("How long is the bridge?", *LENGTHS),
    ("Who built the north pier?", *COMPANIES),
    (
        "When did the tram first run?",
        "The first tram ran in May 1925.",
        "Nobody rode a tram before the August of 1925.",
    ),
    (
        "Is the path open in winter?",
        "Walkers use the path all year round.",
        "From November to March the path is shut.",
    ),
]

NO_RIVALS = [
    ("Who designed the bridge?", *LENGTHS),
    ("How high is the north pier?", *COMPANIES),
    ("How long is the bridge?", "The bridge is 120 metres long.", "From bank to bank it measures 120 metres."),
    ("What does the shop sell?", "The shop sells tea and coffee.", "The shop also sells cocoa."),
]


@pytest.fixture(scope="module")
def nli() -> NliModel:
    return NliModel.load()


@pytest.fixture(scope="module")
def relevance() -> RelevanceModel:
    return RelevanceModel.load()


@pytest.mark.parametrize(("kind", "first", "second"), CONFLICTS)
def test_a_conflict_contradicts_in_some_direction(nli: NliModel, kind: str, first: str, second: str) -> None:
    assert nli.contradiction([(first, second)])[0] > 0.5, kind


@pytest.mark.parametrize(("kind", "first", "second"), LOOK_ALIKES)
def test_a_look_alike_contradicts_in_no_direction(nli: NliModel, kind: str, first: str, second: str) -> None:
    assert nli.contradiction([(first, second)])[0] < 0.5, kind


@pytest.mark.parametrize(("question", "sentence"), ANSWERED)
def test_an_answer_is_relevant(relevance: RelevanceModel, question: str, sentence: str) -> None:
    assert relevance.score(question, [sentence])[0] > 0.5


@pytest.mark.parametrize(("question", "sentence"), NEAR_MISSES)
def test_a_near_miss_is_not(relevance: RelevanceModel, question: str, sentence: str) -> None:
    assert relevance.score(question, [sentence])[0] < 0.5


@pytest.mark.parametrize(("question", "sentence"), ANSWERED)
def test_the_large_model_takes_an_answer_for_one(question: str, sentence: str) -> None:
    assert RivalModel.load().answers(question, [sentence])[0] > 0.5


@pytest.mark.parametrize(("question", "sentence"), [one for one in NEAR_MISSES if one != TOO_NEAR])
def test_the_large_model_takes_no_near_miss_for_an_answer(question: str, sentence: str) -> None:
    assert RivalModel.load().answers(question, [sentence])[0] < 0.5


@pytest.mark.parametrize(("question", "first", "second"), RIVALS)
def test_different_answers_to_what_is_asked_are_rivals(question: str, first: str, second: str) -> None:
    assert RivalModel.load().score(question, [(first, second)])[0] > 0.5


@pytest.mark.parametrize(("question", "first", "second"), NO_RIVALS)
def test_what_disagrees_about_something_else_or_not_at_all_is_not(question: str, first: str, second: str) -> None:
    assert RivalModel.load().score(question, [(first, second)])[0] < 0.5


def test_order_does_not_matter_to_rivals() -> None:
    model = RivalModel.load()
    one, other = (model.score("How long is the bridge?", [pair]) for pair in (LENGTHS, LENGTHS[::-1]))
    assert one == other


def test_order_does_not_matter_to_contradiction(nli: NliModel) -> None:
    pairs = [(first, second) for _, first, second in CONFLICTS + LOOK_ALIKES]
    turned = [(second, first) for first, second in pairs]
    assert (nli.contradiction(pairs) == nli.contradiction(turned)).all()


def test_the_same_call_gives_the_same_bytes(nli: NliModel) -> None:
    pairs = [(first, second) for _, first, second in CONFLICTS]
    once = nli.judge(pairs)
    assert once.tobytes() == nli.judge(pairs).tobytes() == NliModel.load().judge(pairs).tobytes()
    assert once.shape == (len(pairs), 3)
    assert once.dtype == np.float32


def test_a_pair_scores_alike_alone_and_among_others(nli: NliModel) -> None:
    pairs = [(first, second) for _, first, second in CONFLICTS + LOOK_ALIKES]
    together = nli.judge(pairs)
    alone = np.concatenate([nli.judge([pair]) for pair in pairs[:6]])
    assert np.abs(together[:6] - alone).max() <= 1e-4  # the last decimal kept


def test_nothing_gives_nothing(nli: NliModel, relevance: RelevanceModel) -> None:
    assert nli.judge([]).shape == (0, 3)
    assert nli.contradiction([]).shape == (0,)
    assert relevance.score("Who?", []).shape == (0,)


def test_headings_lend_a_pronoun_its_meaning(relevance: RelevanceModel) -> None:
    from crosscheck.index.models import contextualise

    shown = contextualise(["The new ferry"], None, "It was built in Bergen.")
    assert relevance.score("Where was the new ferry built?", [shown])[0] > 0.5


def test_very_long_texts_are_cut(nli: NliModel) -> None:
    assert nli.judge([("stone " * 5000, "A stone.")]).shape == (1, 3)
