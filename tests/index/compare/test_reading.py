"""Reading claims: what counts as one, and what it says out of its place."""

import pytest

from crosscheck.index.compare.claims import Claim
from crosscheck.index.compare.reading import claim_at, claims
from crosscheck.index.split import split
from crosscheck.index.types import Article


def read(text: str) -> list[Claim]:
    return claims(split(Article("note", text, "Note")).sentences)


def test_headings_and_questions_claim_nothing() -> None:
    found = read("# The harbour bridge\n\nWho built the harbour bridge?\n\nMasons built the harbour bridge.\n")
    assert [claim.text for claim in found] == ["Masons built the harbour bridge."]


def test_a_pronoun_gets_the_name_that_the_sentence_before_begins_with() -> None:
    found = read("The crew trusts Brisa. Brisa came in May. She carries 90 cars.\n")
    assert found[-1].text == "Brisa carries 90 cars."


def test_a_pronoun_without_a_name_before_it_is_marked() -> None:
    (found,) = read("It carries ninety cars and bicycles.\n")
    assert found.anaphoric


def test_a_pronoun_for_a_person_is_left_open_where_the_sentence_before_names_others() -> None:
    found = read(
        "We all know Brisa. Brisa was built by Ann Lie. She later sailed for Norway. It is fast indeed.\n"
    )
    assert [claim.text for claim in found[-2:]] == ["She later sailed for Norway.", "It is fast indeed."]
    assert found[-2].before == "Brisa was built by Ann Lie."


def test_it_that_stands_for_nothing_is_left_as_it_is() -> None:
    found = read("We all know Brisa. Brisa came in May. It takes years to build ships.\n")
    assert found[-1].text == "It takes years to build ships."


def test_a_count_is_not_made_to_look_like_a_year() -> None:
    found = read("The yard employs 1,500 masons, and 12,500 gulls.\n\nIt has 2,100 boats and 1\u202f900 ropes.\n")
    assert [claim.text for claim in found] == [
        "The yard employs 1,500 masons, and 12500 gulls.",
        "It has 2100 boats and 1,900 ropes.",
    ]
    assert [claim.moments for claim in found] == [[], []]
    assert [sorted(claim.figures) for claim in found] == [["12500", "1500"], ["1900", "2100"]]


@pytest.mark.parametrize(
    ("text", "denies"),
    [
        ("Neither tickets nor passes are sold.", True),
        ("It does not run on rails and has no driver.", True),
        ("The bridge is not without danger.", False),
        ("The No. 7 bus stops at the bridge.", False),
        ("Not only masons use the bridge.", False),
        ("Nobody uses the bridge.", True),
    ],
)
def test_a_claim_denies_when_a_part_of_it_does(text: str, denies: bool) -> None:
    (found,) = read(f"{text}\n")
    assert found.denies is denies


def test_a_list_item_gets_its_heading() -> None:
    found = read("# Brisa\n\n- ninety cars and two buses\n")
    assert found[0].text == "Brisa: ninety cars and two buses"


def test_a_claim_is_judged_behind_its_heading_which_may_be_a_question() -> None:
    found = read("# How many people can ride?\n\nFive passengers are the most it takes.\n")
    assert [claim.in_context for claim in found] == [
        "How many people can ride? > Five passengers are the most it takes."
    ]


def test_a_pronoun_without_a_name_is_judged_behind_the_sentence_before() -> None:
    found = read("# Size\n\nBelow is a battery room. It takes ninety cells.\n")
    assert found[-1].in_context == "Size > (Below is a battery room.) > It takes ninety cells."


def test_a_heading_that_the_claim_begins_with_is_not_repeated() -> None:
    (found,) = read("# Brisa\n\n- ninety cars and two buses\n")
    assert found.in_context == "Brisa: ninety cars and two buses"


def test_markup_is_left_out() -> None:
    (found,) = read("The **old bridge** of [Hestnes](x.md) fell.\n")
    assert found.text == "The old bridge of Hestnes fell."


def test_names_are_the_capitalised_words_that_no_grammar_asks_for() -> None:
    found = read("The captain of Lysa waved. Lysa left for Oslo in May. Later a gull followed.\n")
    assert [sorted(claim.names) for claim in found] == [["lysa"], ["lysa", "oslo"], []]


def test_clauses_have_their_own_names() -> None:
    (found,) = read("We know that Java serves the backend, while Scala crunches data.\n")
    assert [sorted(clause.names) for clause in found.clauses] == [["java"], ["scala"]]


def test_a_heading_that_is_a_name_stands_for_the_pronoun_below_it() -> None:
    found = read("The crew trusts Brisa.\n\n# Brisa\n\nShe carries ninety cars.\n")
    assert found[-1].text == "Brisa carries ninety cars."


def test_a_possessive_is_resolved_too() -> None:
    found = read("We love Brisa. Brisa came in May. Her batteries last ten years.\n")
    assert found[-1].text == "Brisa's batteries last ten years."


def test_items_of_one_list_stand_beside_each_other() -> None:
    one, other = read("# Brisa\n\n- ninety cars and two buses\n- two hundred passengers\n")
    assert one.beside(other)
    sentence, _ = read("Brisa has ninety cars.\n\nBrisa has two buses.\n")
    assert not sentence.beside(one)


def test_one_claim_is_read_in_thirty_sentences_before_it_at_most() -> None:
    between = " ".join(f"The lamp on pier {n} is lit." for n in range(40))
    sentences = split(
        Article("note", f"The crew trusts Saga. {between} Saga runs on steam. It is slow on hills.", "")
    ).sentences
    assert len(sentences) == 43
    (whole,) = (claim for claim in claims(sentences) if claim.row == 42)
    alone = claim_at(sentences, 42)
    # That Saga is a name, only the first sentence shows.
    assert (whole.text, alone and alone.text) == ("Saga is slow on hills.", "It is slow on hills.")


def test_one_claim_is_read_as_among_all() -> None:
    trains = "The crew trusts Saga. Saga runs on steam. It takes 90 minutes. Is it dear?"
    text = f"# Ships\n\nBrisa is a ferry.\n\n# Trains\n\n{trains}\n"
    sentences = split(Article("note", text, "Note")).sentences
    everything = {claim.row: claim for claim in claims(sentences)}
    assert len(sentences) == 7
    assert everything[5].in_context == "Trains > Saga takes 90 minutes."
    assert [claim_at(sentences, row) for row in range(7)] == [everything.get(row) for row in range(7)]
