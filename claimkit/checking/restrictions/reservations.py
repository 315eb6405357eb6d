"""Whether words that a quotation leaves out restrict it: a condition, an exception, a concession, an afterthought."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimkit.checking.atoms import find_atoms, gap
from claimkit.checking.hunks import all_phrases, starts_phrase
from claimkit.checking.restrictions.hedge_remarks import is_unsure_of, remarks
from claimkit.checking.restrictions.hedge_words import SPEAKER, helpers, is_noun, is_unsure, may, phrases
from claimkit.english import lexicon
from claimkit.wording import relations
from claimkit.wording.word_tokens import WordToken

_COMMA = re.compile(r"[,;:—–.(]|--|\s-\s|\.\.\.|…")
_BROKEN_OFF = re.compile(r"(?:--|—|–|-|\.\.\.|…)\s*$")
_INVERTED = frozenset({"had", "should", "were"})  # `were it legal`
_OTHERS = frozenset({"nobody", "nothing", "none", "it", "that", "this"})
_SUBJECTS = frozenset({"i", "you", "he", "she", "it", "we", "they"})
_CONSEQUENCE = frozenset({"would", "will", "can", "could", "should"})
_WEAK_BE = frozenset({"is", "are", "may", "might", "seems", "sounds", "looks", "was", "be"})
_JOINING = frozenset({"and", "or", "then", "well"})
_STATED = frozenset({"it", "they", "he", "she", "that"})
# Set by hand.
_NOUN_PHRASE = 6  # words from `with` on in which its noun is looked for
_ABSOLUTE = 3  # words of the longest clause like `money permitting`
_RELATIVE = 8  # words of the longest clause like `which I doubt`
_CLAUSE = 2  # words of the shortest clause, a subject and a verb
_STATE = 4  # words of the longest clause of a state
_SENTENCE = 12  # words of the longest sentence that is only a reservation


class Run:
    """Words `start:end` of a text, with what is written between them."""

    def __init__(self, text: str, words: Sequence[WordToken], start: int, end: int) -> None:
        self.text, self.all, self.start, self.end = text, words, start, end
        self.words = words[start:end]
        self.keys = [word.key for word in self.words]

    def breaks(self, at: int) -> bool:
        """Whether a comma, dash or the like comes before word `at`."""
        return _COMMA.search(gap(self.text, self.all, self.start + at)) is not None

    def clause_end(self, start: int = 1) -> int:
        """The first word from `start` on before which there is a comma or the like, or the end."""
        return next((at for at in range(start, len(self.keys)) if self.breaks(at)), len(self.keys))

    def last_clause(self) -> int:
        """The word at which the last clause begins, 0 where there is but one."""
        return next((at for at in range(len(self.keys) - 1, 0, -1) if self.breaks(at)), 0)

    def ends_at_comma(self) -> bool:
        """Whether a comma or the like comes behind the last word."""
        return _COMMA.search(gap(self.text, self.all, self.end)) is not None

    def after(self, size: int) -> Run:
        """Without the first words."""
        return Run(self.text, self.all, self.start + size, self.end)


def reserves(run: Run) -> bool:
    """Whether words cut off behind a quotation restrict it: `unless …`, or after a comma `at least …`."""
    comma = run.breaks(0)
    if _restricts(run, comma):
        return True
    passed = _pass_asides(run)
    if passed.start > run.start and _restricts(passed, True):
        return True
    if not comma or len(run.keys) < _CLAUSE or run.keys[0] not in lexicon.words("checking", "limiting"):
        return False  # `, always supposing`, `, not unless`
    rest = run.after(1)
    joined = run.keys[0] in _JOINING  # `, and I think the next one …` says something else
    return _reserving(rest.words) if joined else _restricts(rest, True)


def _pass_asides(run: Run) -> Run:
    """Without asides between commas at the beginning: `, of course, unless`."""
    end = run.clause_end()
    aside = end < len(run.keys) and run.breaks(0) and all_phrases(run.words[:end], "asides")
    return run.after(end) if aside else run


def _restricts(run: Run, comma: bool) -> bool:
    words = run.words
    if not words or starts_phrase(words, "no_reservations"):
        return False
    if _reserving(words):
        return True
    if any(rule(run) for rule in (_picks_case, _despites, _leaves_out, happens_at_times)):
        return True
    linking = starts_phrase(words, "clause_reservations")
    if linking and _is_clause(run, len(linking.split())):
        return True
    thought = starts_phrase(words, "afterthoughts") or ""
    if (" " in thought and not thought.startswith("i ")) or _is_absolute(run.keys):
        return True
    inverted = run.keys[0] in _INVERTED and _is_clause(run, 1)
    return comma and (bool(thought) or _supposes(run) or inverted or corrects_itself(run) or _by_own(run.keys))


def _reserving(words: Sequence[WordToken]) -> bool:
    """Whether words begin with a conjunction or preposition that restricts; `but … also` adds."""
    begun = starts_phrase(words, "reservations")
    if begun != "but":
        return begun is not None
    adds = "also" in [word.key for word in words[:_STATE]] or [word.key for word in words[-2:]] == ["as", "well"]
    return not adds and starts_phrase(words[1:], "turning_away") is None


def _picks_case(run: Run) -> bool:
    return _picks(run.keys)


def _despites(run: Run) -> bool:
    return _despite_adjective(run.keys)


def _leaves_out(run: Run) -> bool:
    """`bar its conclusions`, `save the last one`: before a determiner these are prepositions."""
    return run.keys[0] in ("bar", "save", "minus") and len(run.keys) > 1 and run.keys[1] in _determiners()


def happens_at_times(run: Run) -> bool:
    """`when it is wet`, `when they're switched off`, `when it suits them`: a state that comes and goes."""
    if run.keys[0] != "when" or run.keys[1:2] == [] or run.keys[1] not in _STATED:
        return False
    clause = run.keys[2 : run.clause_end(2)]
    if not 0 < len(clause) <= _STATE:
        return False
    verb = clause[0]
    return (verb in ("is", "are", "was", "were") and len(clause) > 1) or (
        verb.endswith("s") and verb not in ("was", "has")
    )


def corrects_itself(run: Run) -> bool:
    """`or he was until …`, `or it would be, if …`: a clause whose verb is left to be understood."""
    if len(run.keys) < _NOUN_PHRASE // 2 or run.keys[0] != "or" or run.keys[1] not in _STATED | {"i", "we", "you"}:
        return False
    last = next((at for at in range(2, len(run.keys)) if run.keys[at] not in helpers()), len(run.keys))
    ends = last == len(run.keys) or run.breaks(last)
    return last > 2 and (ends or starts_phrase(run.words[last:], "understood") is not None)


def _by_own(keys: Sequence[str]) -> bool:
    """`on its own definition of the word`, `by their own figures`."""
    measure = any(word in lexicon.words("checking", "measures") or is_noun(word) for word in keys[3:5])
    return keys[0] in ("on", "by", "under") and len(keys) > _ABSOLUTE and keys[2] == "own" and measure


def _determiners() -> frozenset[str]:
    return phrases("determiners") | {"the", "a", "its", "his", "her", "their", "our", "one", "two", "for", "that", "in"}


def _picks(keys: Sequence[str]) -> bool:
    """`with one big exception`, `under the right conditions`, `in certain cases`."""
    nouns = lexicon.words("checking", "reservation_nouns")
    near = keys[1:_NOUN_PHRASE]
    if keys[0] == "with" and any(word in nouns for word in near):
        return True
    picked = lexicon.words("checking", "picking")
    found = next((at for at, word in enumerate(near) if word in lexicon.words("checking", "circumstances")), 0)
    return keys[0] in ("under", "in", "on") and found > 0 and any(word in picked for word in near[:found])


def _despite_adjective(keys: Sequence[str]) -> bool:
    """`unlikely as it is`, `difficult though it may be`, `as hard as that sounds`."""
    words = keys[1:] if keys[0] == "as" else keys
    return (
        len(words) in (4, 5)
        and words[1] in ("as", "though")
        and words[2] in ("it", "that", "this", "they", "we", "i", "he", "she")
        and words[3] in _WEAK_BE
    )


def _supposes(run: Run) -> bool:
    """A condition by its frame: `on the premise that …`, `theorizing that …`, `money permitting`."""
    keys = run.keys[: _NOUN_PHRASE + 1]
    if "that" in keys and keys[0] in lexicon.words("checking", "conditional_prepositions"):
        noun = keys[keys.index("that") - 1]
        return keys.index("that") > 1 and noun not in lexicon.words("checking", "reasons")
    if len(keys) > 1 and keys[0].endswith("ing") and keys[1] == "that":
        supposing = relations.standard_words("checking", "supposing")
        return is_unsure(keys[0]) or relations.is_form(keys[0], supposing)
    clause = run.keys[: run.clause_end()]
    if keys[0] == "which" and len(clause) <= _RELATIVE:  # `which is a big if`, `which I doubt`
        return clause[-1] == "if" or is_unsure(clause[-1]) or (may(clause[1:2]) or "not" in clause[1:3])
    return _is_absolute(clause)


def _is_absolute(clause: Sequence[str]) -> bool:
    """`money permitting`, `all else being equal`, `God willing and the crops holding`."""
    noun = clause[0] not in lexicon.words("checking", "prepositions") and clause[0] not in _SUBJECTS
    if noun and "being" in clause[1:3]:  # `manslaughter being another question`
        return True
    if clause[1:2] and clause[1] in ("willing", "permitting", "allowing") and clause[0] not in _SUBJECTS:
        return True
    return len(clause) <= _ABSOLUTE and clause[-1] in lexicon.words("checking", "absolutes")


def _is_clause(run: Run, at: int) -> bool:
    """Whether words from `at` on begin with a subject: `once everybody …`, but not `once again`."""
    if len(run.keys) - at < _CLAUSE or run.breaks(at):
        return False
    return is_subject(run.words[at])


def is_subject(word: WordToken) -> bool:
    """Whether a clause may begin with a word: `they`, `the`, a name."""
    return word.key in lexicon.words("checking", "clause_starts") or is_name(word)


def is_name(word: WordToken) -> bool:
    """Whether a word has a capital that it does not owe to the beginning of a sentence."""
    return word.surface[:1].isupper() and word.key not in lexicon.common_words() and not word.key.endswith("ly")


def conditional(run: Run) -> bool:
    """Whether words before a quotation, or their last clause, are a condition: `If they pay, …`, `As of now, the …`."""
    last = run.last_clause()
    return _conditional(run) or (last > 0 and _conditional(run.after(last)))


def _conditional(run: Run) -> bool:
    start = 0
    while start < len(run.keys) and not starts_phrase(run.words[start:], "conditions") and _is_opener(run.words[start]):
        start += 1
    rest = run.after(start)
    if rest.keys and all_phrases(rest.words, "downtoners"):  # `On a good day the buses are on time`
        return True
    if not rest.keys or not any(run.breaks(at) for at in range(start + 1, len(run.keys) + 1)):
        return False
    if starts_phrase(rest.words, "no_reservations"):
        return False
    begun = starts_phrase(rest.words, "conditions")
    if starts_phrase(rest.words, "downtoners"):
        return True
    if begun and (
        begun not in lexicon.words("checking", "clause_reservations") or _is_clause(rest, len(begun.split()))
    ):
        return True
    if _picks(rest.keys) or _supposes_first(rest):
        return True
    return rest.keys[0] in _INVERTED and _is_clause(rest, 1)


def _is_opener(word: WordToken) -> bool:
    return all_phrases([word], "openers")


def _supposes_first(run: Run) -> bool:
    """`Money permitting, …`, `On the premise that …, …`."""
    end = run.clause_end()
    return _supposes(Run(run.text, run.all, run.start, run.start + end))


def takes_back(sentence: str) -> bool:
    """Whether the sentence after a whole quoted one is only a reservation to it: `But only if they pay.`, `I think.`"""
    words = find_atoms(sentence)
    if not words or len(words) > _SENTENCE or _BROKEN_OFF.search(sentence):
        return False
    run = Run(sentence, words, 0, len(words))
    own = len(run.keys) > _CLAUSE or run.keys[0] in SPEAKER or run.keys[0] not in _OTHERS  # but not `nobody knows`
    if "?" not in sentence and own and remarks(run.keys):
        return True
    if len(words) <= _NOUN_PHRASE and (_picks(run.keys) or _is_absolute(run.keys)):
        return True
    begun = starts_phrase(run.words, "next_sentence")
    if begun is None or starts_phrase(run.words, "no_reservations"):
        return False
    if "there" in run.keys[:2]:
        return any(word in lexicon.words("checking", "catches") for word in run.keys)
    return begun in lexicon.words("checking", "next_always") or not _goes_on(run)


def doubts_ahead(sentence: str) -> bool:
    """Whether the sentence before a quoted one only says that the speaker is not sure: `I may be wrong about this.`"""
    words = find_atoms(sentence)
    keys = [word.key for word in words]
    begun = keys[1:] if keys[:1] and keys[0] in ("and", "but", "well", "now", "look") else keys
    return (
        bool(begun) and len(begun) <= _SENTENCE and begun[0] in SPEAKER and "?" not in sentence and is_unsure_of(begun)
    )


def _goes_on(run: Run) -> bool:
    """Whether more than an aside follows a comma: `If they pay, we …`, but not `If they pay, that is`."""
    breaks = (at for at in range(1, len(run.keys)) if run.breaks(at))
    at = next((at for at in breaks if not _is_aside(run.after(at))), None)
    return at is not None or _has_consequence(run)


def _has_consequence(run: Run) -> bool:
    """`If she was here she would tell you`: the main clause comes without a comma."""
    keys = run.keys
    places = range(_CLAUSE + 1, len(keys) - 2)
    return keys[0] == "if" and any(keys[at] in _SUBJECTS and keys[at + 1] in _CONSEQUENCE for at in places)


def _is_aside(run: Run) -> bool:
    """Whether words up to the next comma are an aside, or a condition themselves."""
    end = run.clause_end()
    listed = all_phrases(run.words[:end], "asides") or starts_phrase(run.words, "conditions") is not None
    return listed or run.keys[0] in ("and", "or", "though", "anyway") or (run.start > 1 and _behind_aside(run))


def _behind_aside(run: Run) -> bool:
    """Whether an aside between commas comes right before: `But, of course, only …`."""
    before = Run(run.text, run.all, 0, run.start)
    first = next((at for at in range(run.start - 1, 0, -1) if before.breaks(at)), 0)
    return first > 0 and all_phrases(run.all[first : run.start], "asides")
