"""Whether the sentence after a quoted one is a part of it after all, or a remark about it: told by how it is made.

A fragment (`At a price.`, `Or did.`, `Everyone who asked.`) belongs to the sentence before. A remark speaks of it with
`that` or `it`, or leaves its verb to be understood (`It isn't at night.`). What speaks of something else is not one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from claimkit.checking.hunks import all_phrases, starts_phrase
from claimkit.checking.restrictions import force
from claimkit.checking.restrictions.bounds import first_clause
from claimkit.checking.restrictions.hedge_words import BE, SPEAKER, helpers, may, phrases
from claimkit.checking.restrictions.narrowing import comments, narrows
from claimkit.checking.restrictions.reservations import Run, is_name, is_subject, reserves
from claimkit.english import lexicon
from claimkit.wording import relations
from claimkit.wording.word_tokens import WordToken

Words = Sequence[WordToken]

# Set by hand.
_ENDED = re.compile(r"[^.…]\.\s*$|!\s*$")
_FRAGMENT = 8  # words of the longest fragment
_PHRASE = 6  # words of the longest prepositional phrase
_HEAD = 5  # first words of a sentence in which it refers to the one before
_LOOK = 12  # the same, where it begins with a concessive adverb
_CLAUSE = 12  # and where it begins with `but` and its subject
_MODALS = frozenset({"will", "would", "can", "could", "shall", "should", "may", "might", "must"})
_THEY = frozenset({"it", "they", "he", "she", "that", "this", "these", "those", "there"})
_SAID_OF = _THEY | {"its", "their", "them", "him", "his", "her", "so", "such", "one", "ones", "neither", "both", "who"}


def refers(run: Run, quoted: Words, reach: int = _LOOK) -> bool:
    """Whether a sentence is about what was said before it: it points there, or has a word of it."""
    clause = first_clause(run).keys
    head = (clause if len(clause) > 1 else run.keys)[:reach]
    if "and" in head[2:]:  # what comes behind it may be about anything
        head = head[: head.index("and", 2)]
    own = lexicon.words("variants", "light", "words") | lexicon.words("checking", "small")
    said = {word.key for word in quoted if word.key not in own}
    same = not SPEAKER.isdisjoint(head[:2]) and not SPEAKER.isdisjoint(word.key for word in quoted[:3])
    return same or not _SAID_OF.isdisjoint(head) or not said.isdisjoint(head)


def turns_away(run: Run) -> bool:
    """Whether a sentence leaves the subject: `tell me, …`, `let me turn to …`, `that's enough about me`."""
    away = starts_phrase(run.words, "turning_away") or starts_phrase(run.words, "going_on")
    return "?" in run.text or away is not None


def takes_from(run: Run, quoted: Words) -> bool:
    """Whether a sentence takes something from the words `quoted` right before it."""
    if not run.keys or "?" in run.text:
        return False
    return any(rule(run, quoted) for rule in _RULES)


def takes_back_in_passing(run: Run, quoted: Words) -> bool:
    """The same for a clause behind a comma, with or without `and` or `so` before it."""
    if not run.keys or not run.breaks(0) or "?" in run.text[run.words[-1].end :][:2]:
        return False
    joined = run.after(1) if run.keys[0] in ("and", "so") and len(run.keys) > 1 else run
    return any(rule(one, quoted) for rule in _RULES[2:] for one in dict.fromkeys((run, joined)))


def _fragment(run: Run, quoted: Words) -> bool:
    """`At a price.`, `Or did.`, `When the guns stop.`: what restricts behind a comma does so behind a full stop."""
    body = _without_tag(run)
    if len(body.keys) > _FRAGMENT or body.keys[0] in ("but", "and", "i", "we") or _is_clause(body):
        return False
    if any(body.breaks(at) and is_subject(body.words[at]) for at in range(2, len(body.keys))):
        return False  # `Unless there is anything else, that's lunch.`
    if body.keys[:2] == ["not", "that"]:
        return False  # adversatives.py tells `Not that it …` from `Not that many …`
    adverb = body.keys[0] in ("maybe", "perhaps", "probably", "then", "still", "only", "just")
    if not _ENDED.search(run.text) or (adverb and len(body.keys) > 1 and is_subject(body.words[1])):
        return False
    tagged = len(body.keys) < len(run.keys)
    if tagged and body.keys[0] in lexicon.words("checking", "prepositions"):
        return True
    at_comma = _Behind(run.text, run.all, body.start, body.end)
    return reserves(at_comma) or narrows(at_comma, quoted)


class _Behind(Run):
    """Words of a sentence as if they came behind a comma."""

    def breaks(self, at: int) -> bool:
        return at == 0 or super().breaks(at)


def _phrase(run: Run, quoted: Words) -> bool:
    """`In mice.`, `With a peg on my nose.`, `On penalties.`: a prepositional phrase for a sentence."""
    if not 1 < len(run.keys) <= _PHRASE or _has_verb(run.keys) or not _ENDED.search(run.text):
        return False
    weekdays = lexicon.words("checking", "weekdays")
    if run.keys[0] == "on" and run.keys[-1] in weekdays:
        return not force.is_event(quoted)
    if force.is_event(quoted) or run.keys[0] in ("without", "from", "by"):
        return False
    if run.keys[0] not in lexicon.words("checking", "prepositions") or any(map(is_name, run.words[1:])):
        return False
    if run.keys[1] in lexicon.words("checking", "settled_phrases") or " ".join(run.keys) == "by the way":
        return False
    every = lexicon.words("checking", "totals") | lexicon.words("checking", "emphatic")
    return every.isdisjoint(run.keys) and not any(run.breaks(at) for at in range(1, len(run.keys)))


def _some_of_them(run: Run, quoted: Words) -> bool:
    """`Everyone who asked for it.`, `As ready as anyone can be.`, `Happier than before, anyway.`"""
    keys = run.keys
    said = {word.key for word in quoted}
    if keys[0] in said and keys[0] in lexicon.words("checking", "totals") and len(keys) > 2:
        return keys[1] in ("who", "that", "in", "of", "with", "we", "i") and not _is_clause(run.after(2))
    if keys[0] == "as" and len(keys) > 3 and keys[2] == "as":
        return keys[1] in said
    stem = keys[0].removesuffix("er").removesuffix("i")
    compared = keys[0].endswith("er") and any(word.startswith(stem) for word in said) and len(stem) > 2
    return (compared or (keys[0] in ("more", "less", "better") and keys[1:2] != ["than"])) and "than" in keys[1:4]


def _verb_understood(run: Run, quoted: Words) -> bool:
    """`It isn't at night.`, `Not at night, it isn't.`, `It used to.`, `Ignore the pensions and we did.`"""
    body = _without_tag(run)
    keys = body.keys
    if len(keys) < 2:
        return False
    said = {word.key for word in quoted}
    if 2 < len(keys) <= _FRAGMENT and keys[-1] == "not" and keys[-2] in said and keys[-2] in helpers() | BE | _MODALS:
        return not force.is_denied(quoted)  # `The road to it isn't.`
    if keys[-1] == "yes" and not force.is_denied(quoted):
        return False
    if keys[-1] in ("yes", "no", "never", "not", "perhaps", "maybe", "hardly") and 1 < len(keys) <= _PHRASE:
        return keys[0] not in ("no", "yes", "so", "oh", "well", "and", "but") and run.breaks(
            len(keys) - 1
        )  # `With my wallet, never.`
    left_out = (
        len(keys) > 3
        and keys[0] not in ("so", "and", "but", "yes", "no")
        and keys[-3] == "and"
        and keys[-2] in _THEY | SPEAKER | {"you"}
    )
    was = keys[0] in _THEY and keys[1] in ("was", "were", "did", "had") and not force.is_event(quoted)
    if was and (len(keys) == 2 or (len(keys) == 3 and keys[2] in ("once", "then", "before"))):
        return True  # `It was, anyway.`
    if (keys[0] in _THEY and keys[1:3] == ["used", "to"] and len(keys) < 5) or (
        left_out and keys[-1] in helpers() | BE | _MODALS
    ):
        return True
    if len(keys) > _FRAGMENT or force.is_denied(quoted) or relations.negations(body.words) == 0:
        return False
    verb = 1 if keys[0] in _THEY | SPEAKER else 0
    denied = keys[verb + 1 : verb + 2] == ["not"] and (keys[verb] in helpers() or keys[verb] in _MODALS)
    if verb and denied and keys[verb] in said:
        rest = keys[verb + 2 :]
        left = (
            rest[:1] == []
            or rest[0] in lexicon.words("checking", "prepositions")
            or rest[0] in ("always", "yet", "now", "here", "today", "anymore")
        )
        return left or rest[-1] in ("one", "ones")
    return False


def _points_and_denies(run: Run, quoted: Words) -> bool:
    """`That doesn't make it right.`, `Which won't bring her back.`"""
    keys = run.keys[1:] if run.keys[0] in ("but", "and") else run.keys
    return (
        len(keys) > 3
        and keys[0] in ("that", "which")
        and keys[1] in ("do", "does", "did", "will")
        and (keys[2] == "not" and not force.is_denied(quoted))
    )


def _disclaims(run: Run, quoted: Words) -> bool:
    """`I haven't seen the books.`, `I'd have to check that.`, `I wasn't there.`, `Don't take my word for it.`"""
    keys = run.keys[1:] if run.keys[0] in ("but", "though", "mind", "well") else run.keys
    if len(keys) < 3 or len(keys) > _FRAGMENT:
        return False
    if keys[:2] == ["do", "not"]:
        return {"word"} <= set(keys) or " ".join(keys[2:4]) in ("quote me", "hold me")
    if keys[0] not in SPEAKER:
        return False
    checks = relations.standard_words("checking", "checking_verbs")
    if " ".join(keys[2:4]) == "have to" or keys[1] in ("need", "must", "should") or " ".join(keys[1:3]) == "have to":
        return any(relations.is_form(word, checks) for word in keys[2:6])
    if may(keys[1:2]) and keys[2] == "be" and keys[3:4] in (["wrong"], ["mistaken"]):
        return True
    if keys[1:4] in (["was", "not", "there"], ["were", "not", "there"]):
        return True
    return keys[1:3] in (["have", "not"], ["did", "not"]) and any(
        relations.is_form(word, checks) or word == "seen" for word in keys[3:5]
    )


def _doubts(run: Run, quoted: Words) -> bool:
    """`Don't hold your breath.`, `I'd take that with a pinch of salt.`"""
    salt = not {"pinch", "grain"}.isdisjoint(run.keys) and "salt" in run.keys
    return salt or (len(run.keys) <= _FRAGMENT and starts_phrase(run.words, "doubting") is not None)


def _may_have(run: Run, quoted: Words) -> bool:
    """`I may have left things out.` after `I have never lied`: what a denial leaves open for the same subject."""
    if len(quoted) < 2 or not force.is_denied(quoted) or relations.negations(run.words) > 0:
        return False
    subject = next((word.key for word in quoted if word.key in SPEAKER | _THEY), None)
    return subject is not None and run.keys[0] == subject and may(run.keys[1:2])


def _another_matter(run: Run, quoted: Words) -> bool:
    """`The people running it are another matter.`, `How long it lasts, who knows.`, `… is somebody else's problem.`"""
    end = " ".join(run.keys[-4:])
    if starts_phrase(run.words, "turning_away") or "and" in run.keys:
        return False
    return any(end.endswith(phrase) for phrase in lexicon.words("checking", "set_aside")) and len(run.keys) > 3


def _only(run: Run, quoted: Words) -> bool:
    """`I just wouldn't lend him money.`, `I only wish they'd done it before.`, `It's only that …`"""
    keys = run.keys
    if len(keys) < 4 or keys[0] not in _THEY | SPEAKER:
        return False
    if keys[0] in SPEAKER and keys[1] in ("only", "just", "do") and keys[2] == "wish":
        return True
    if keys[:2] == ["it", "is"]:
        return keys[2] in ("just", "only") and keys[3] == "that" and len(keys) > _HEAD and is_subject(run.words[4])
    same = quoted[0].key == keys[0] and "would" in [word.key for word in quoted[:3]]
    if same and keys[1] in ("would", "could") and keys[2] == "not":
        return not force.is_denied(quoted) and not {"him", "her", "it", "them", "there"}.isdisjoint(keys[3:])
    modal = keys[1] in ("just", "only") and keys[2] in _MODALS and keys[3] == "not"
    return modal and not force.is_denied(quoted) and refers(run.after(3), quoted)


def _limits(run: Run, quoted: Words) -> bool:
    """`There are limits.`, `All it needs now is a signature.`"""
    keys = run.keys[1:] if run.keys[0] == "but" else run.keys
    if keys[:1] == ["there"] and keys[1:2] and keys[1] in BE:
        nouns = lexicon.words("checking", "catches") | lexicon.words("checking", "reservation_nouns")
        return "no" not in keys[2:4] and not nouns.isdisjoint(keys[2:_HEAD])
    return (
        keys[:1] == ["all"]
        and keys[1:2] != []
        and keys[1] in ("it", "we", "they")
        and (any(word in BE for word in keys[2:_HEAD]))
    )


def _says_who(run: Run, quoted: Words) -> bool:
    """`He says he is.`, `So they told us.`: somebody's word for it."""
    keys = _without_tag(run).keys
    if keys[:1] == ["so"] and 2 < len(keys) <= _PHRASE:
        told = relations.standard_words("checking", "saying") | {"hear", "think", "believe", "hope"}
        if keys[1] in phrases("determiners") and keys[-1] in (
            "say",
            "says",
            "claim",
            "claims",
            "said",
            "tells",
            "told",
        ):
            return True
        passive = keys[1] in ("we", "i", "it") and not BE.isdisjoint(keys[2:3])  # `so we were told`
        last = keys[-2] if keys[-1] in ("us", "me") else keys[-1]
        return (passive or keys[1] in ("they", "he", "she")) and relations.is_form(last, told)
    other = keys[:1] and keys[0] in ("he", "she", "they") and len(keys) == 4
    return bool(other) and keys[1] in ("says", "say", "claims", "claim", "said") and keys[3] in helpers() | BE


def _then_i(run: Run, quoted: Words) -> bool:
    """`Then I read the report.` after `I thought …`."""
    head = [word.key for word in quoted[:3]]
    thought = (
        head[:1] and head[0] in SPEAKER and not {"thought", "believed", "assumed", "imagined", "hoped"}.isdisjoint(head)
    )
    return bool(thought) and run.keys[0] in ("then", "until", "now", "today")


def _but(run: Run, quoted: Words) -> bool:
    """`But nobody has proved it.`, `But it's early days.`: goes back to what was said, and denies or limits it."""
    keys = run.keys
    if keys[0] != "but" or not 4 <= len(keys) <= _CLAUSE:
        return False
    if keys[1] == "you" and "would" not in keys[2:4]:
        return False
    rest = run.after(1)
    clause = first_clause(rest)
    if len(clause.keys) < 3:
        clause = rest
    if turns_away(rest) or not refers(rest, quoted, _CLAUSE):
        return False
    if rest.keys[0] not in _THEY | {"nobody", "nothing", "none", "you", "then"}:
        return False
    if any(word in ("only", "still", "early", "hardly", "barely") for word in clause.keys[1:_HEAD]):
        return True
    denies = relations.negations(clause.words) > 0 and not force.is_denied(quoted)
    return denies or may(clause.keys[1:3])


def _aside(run: Run, quoted: Words) -> bool:
    """`Our allies, on the other hand, do.`: a concessive adverb between commas."""
    return any(
        run.breaks(at) and starts_phrase(run.words[at:], "set_against") is not None
        for at in range(1, len(run.keys) - 2)
    )


def _comment_of_tag(run: Run, quoted: Words) -> bool:
    """`That's the plan, anyway.`, `That's his story.`"""
    return run.keys[0] in ("that", "this", "it", "such", "so") and comments(_without_tag(run), quoted)


def _without_tag(run: Run) -> Run:
    """Without `, anyway`, `, at any rate`, `, that is` at the end."""
    last = run.last_clause()
    if last and all_phrases(run.words[last:], "tags"):
        return Run(run.text, run.all, run.start, run.start + last)
    return run


def _is_clause(run: Run) -> bool:
    """Whether words are a whole clause with its own subject, and no subordinate one."""
    subject = is_subject(run.words[0]) and run.keys[0] not in ("or", "that")
    return subject and _has_verb(run.keys)


def _has_verb(keys: Sequence[str]) -> bool:
    finite = helpers() | BE | _MODALS | {"do", "does", "did"}
    return any(word in finite for word in keys) or any(map(force.is_past_form, keys))


_RULES: tuple[Callable[[Run, Words], bool], ...] = (
    _fragment,
    _phrase,
    _some_of_them,
    _verb_understood,
    _points_and_denies,
    _disclaims,
    _doubts,
    _may_have,
    _another_matter,
    _only,
    _limits,
    _says_who,
    _then_i,
    _but,
    _aside,
    _comment_of_tag,
)
