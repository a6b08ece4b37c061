"""Words of English that turn a claim round: negators, quantifiers, hedges, opposites. General, of no domain."""

from collections.abc import Mapping
from functools import cache

from crosscheck.index.lexical import terms

__all__ = [
    "ADDITIVE",
    "EXCLUSIVE",
    "HEDGES",
    "MONTHS",
    "NEGATORS",
    "PARTIAL",
    "PRONOUNS",
    "VERDICTS",
    "opposite_stems",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS = _words("""january february march april may june july august september october november december""")

NEGATORS = _words(
    """no not never none nobody nothing neither nor nowhere cannot without hardly scarcely lack lacks lacking
    unable fail fails failed isn't aren't wasn't weren't don't doesn't didn't can't couldn't won't wouldn't
    hasn't haven't hadn't shouldn't isnt arent wasnt dont doesnt didnt cant wont"""
)
EXCLUSIVE = _words(
    """only solely exclusively alone all every everything everyone everywhere always entire entirely fully full
    completely whole never none nobody any both each sole single primary primarily mainly core main first"""
)
PARTIAL = _words(
    """some partly partially still sometimes often occasionally few several many part also too other another"""
)
HEDGES = _words(
    """may might could perhaps possibly probably likely reportedly allegedly apparently suggest suggests seem
    seems expected planned rumoured rumored if would should"""
)
ADDITIVE = _words("""such like including include includes also additionally moreover furthermore various""")
PRONOUNS = _words("""it its they their them she her he his this that these those here there""")

# Words that judge: two of them on one subject, and different ones, are an opinion against another.
VERDICTS = _words(
    """good bad great best worst better worse excellent poor ideal perfect terrible awful robust efficient
    inefficient reasonable fair unfair expensive cheap overpriced worth fast slow quick easy hard difficult
    simple complex reliable unreliable safe unsafe dangerous popular unpopular beautiful ugly pleasant
    unpleasant quiet loud noisy comfortable uncomfortable powerful weak important unimportant essential
    unnecessary necessary valuable useless invaluable crucial superior inferior preferred prefer love hate
    like dislike enjoy recommend disappointing impressive boring interesting successful unsuccessful scalable
    brittle flexible frustrating tasty bland delicious think believe feel opinion favourite favorite healthy
    unhealthy right wrong"""
)

_OPPOSITES = """
    increase decrease, rise fall, grow shrink, gain lose, win lose, more less, more fewer, higher lower, high low,
    before after, early late, earlier later, first last, largest smallest, large small, big small, most least,
    always never, all none, everybody nobody, everyone nobody, everything nothing, with without, open closed,
    open shut, start stop, begin end, start end, accept reject, allow forbid, allow ban, allowed forbidden,
    allowed prohibited, permit prohibit, welcome banned, support oppose, approve reject, agree disagree,
    same different, equal different, possible impossible, able unable, true false, right wrong, safe dangerous,
    safe unsafe, easy difficult, easy hard, simple complex, simple complicated, fast slow, faster slower,
    quick slow, hot cold, warm cold, warm cool, wet dry, quiet loud, silent loud, silence noise, silent noisy,
    quiet noisy, cheap expensive, free paid, rich poor, strong weak, good bad, better worse, best worst,
    light dark, light heavy, thick thin, full empty, long short, longer shorter, deep shallow, wide narrow,
    old new, old young, public private, internal external, inside outside, indoor outdoor, inner outer,
    front back, up down, above below, top bottom, left right, north south, east west, central peripheral,
    major minor, common rare, often rarely, often seldom, frequent rare,
    necessary unnecessary, optional mandatory, optional required, voluntary compulsory, automatic manual,
    automatically manually, alive dead, survive die, success failure, succeed fail,
    successful unsuccessful, help hinder, help harm, cause prevent, improve worsen, positive negative,
    benefit harm, healthy unhealthy, clean dirty, fresh stale, native foreign, permanent temporary,
    constant changing, complete incomplete, finished unfinished, ready unfinished, keep discard, keep remove,
    save spend, save waste, add remove, buy sell, arrive depart, enter leave, import export, male female,
    men women, man woman, friend enemy, guilty innocent, legal illegal, married single, include exclude,
    present absent, known unknown, visible invisible, natural artificial, real fake, raw cooked, solid liquid,
    scalable unscalable, reliable unreliable, popular unpopular, fair unfair, reasonable unreasonable,
    proven unproven, effective ineffective, efficient inefficient, stable unstable,
    static dynamic, synchronous asynchronous, online offline,
    advantage disadvantage, strength weakness, pro con, profit loss, majority minority, minimum maximum
"""


@cache
def opposite_stems() -> Mapping[str, frozenset[str]]:
    """Return the stems that mean the opposite of a stem, by that stem."""
    found: dict[str, frozenset[str]] = {}
    for pair in _OPPOSITES.split(","):
        one, other = (terms(word)[0] for word in pair.split())
        found[one] = found.get(one, frozenset()) | {other}
        found[other] = found.get(other, frozenset()) | {one}
    return found
