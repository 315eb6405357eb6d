"""Sources other than people: organisations and countries, documents, `it`, `they`, `which`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from claimkit.analysis.resolution import word_lists as lists
from claimkit.analysis.resolution.organisations import choice, issuers, leads, named_after
from claimkit.analysis.resolution.organisations import words as words_of
from claimkit.analysis.resolution.organisations.choice import Asked, By
from claimkit.analysis.resolution.organisations.words import plain
from claimkit.analysis.resolution.people.entities import Occurrence
from claimkit.analysis.resolution.people.name_starts import is_epithet
from claimkit.analysis.resolution.pronouns.features import GENDERS
from claimkit.analysis.resolution.sources.reading import SourceReading, read
from claimkit.analysis.resolution.walk import Walk, place
from claimkit.english import names
from claimkit.english.text import slug
from claimkit.models.record import Evidence, Speaker
from claimkit.models.types import Reason, SpeakerKind

_COUNTRY = 2, 0.6  # mentions of a country, and their share of all countries', for `the government` to be its; by hand
_NAMINGS = 400  # namings that are searched for a title
_POINTS = 40  # mentions of people that are looked back at
_QUESTION = 4  # tokens of `Asked by Reuters,`
_PHRASE = 4  # words before a noun that `which` refers to
_DETERMINERS = frozenset({"the", "this", "that", "its", "a", "an"})
_ITS = frozenset({"its"})
_NEAR = 3  # sentences to the speaker that `they` and `it` stand for


def body(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    """`the Kremlin`, `the Trump campaign`, `the fund`, `His government`."""
    speaker = _body(walk, i, reading)
    walk.called.append((reading.start, reading.noun, speaker))
    return speaker


def _body(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    steps = [walk.step(reading.start, reading.end, "organisation")]
    if reading.body is not None and reading.reason == "apposition":
        whole = " ".join(walk.article.text[slice(*reading.body)].split())
        return Speaker(slug(whole), whole, "person", "resolved", tuple(steps))
    if reading.body is not None and (name := _person_after_all(walk, *reading.body)) is not None:
        return Speaker(slug(name), name, "person", "resolved", tuple(steps))
    if reading.body is not None:
        name = _name(walk, reading, *reading.body)
        walk.bodies.organisations.add(name, *reading.body, words_of.kinds_said(reading.noun))
        return walk.organization(name, steps)
    if (speaker := _by_description(walk, reading, steps)) is not None:
        return speaker
    if (speaker := _of_something(walk, reading, steps)) is not None:
        return speaker
    if reading.owner is not None and (reading.noun not in lists.groups() or reading.noun in lists.campaigns()):
        return _owned(walk, i, reading)
    if reading.definite and reading.owner is None:
        if span := _called(walk, reading):
            name = _name(walk, reading, *span)
            return walk.organization(name, [*steps, walk.step(*span, "same organisation")])
        for way in _ADMINISTRATION if reading.noun == "administration" else _DEFINITE:
            if (speaker := way(walk, reading, steps)) is not None:
                return speaker
    if reading.definite and reading.owner is None and words_of.bare(reading.noun) and _alone(walk, reading):
        walk.bodies.organisations.add(reading.noun, reading.start, reading.end, words_of.kinds_said(reading.noun))
        return walk.organization(reading.noun, steps)
    if (speaker := leads.body(walk, reading, steps)) is not None:
        return speaker
    if reading.noun in lists.groups():
        return walk.nameless(i, "group", "anonymous", "not named")
    return walk.nameless(i, "organization", "unresolved" if reading.definite else "anonymous", "organisation")


def _alone(walk: Walk, reading: SourceReading) -> bool:
    """Whether the source is `the` and its noun only, without `of`: not `the army of fans`."""
    words = [t.lower for t in walk.article.between(reading.start, reading.end)]
    after = walk.article.index(reading.end)
    return words == ["the", reading.noun] and [t.lower for t in walk.article.tokens[after : after + 1]] != ["of"]


def _by_description(walk: Walk, reading: SourceReading, steps: list[Evidence]) -> Speaker | None:
    """`the defence ministry`: under its words, unless an organisation with a name of its own is meant."""
    described = walk.bodies.described(reading.start, reading.end)
    if described is None or not reading.definite:
        return None
    organisations = walk.bodies.organisations
    own = organisations.find(described.text)
    if own is None:
        return None
    if organisations.all[own].name.islower():
        ask = asked(walk, reading)
        found = choice.choose(organisations, replace(ask, excluded=ask.excluded | {own}))
        if found.organisation is not None and found.naming is not None and found.share >= choice.SHARE["noun"]:
            one = organisations.all[found.organisation]
            if one.words.intersection(ask.marks) or words_of.called(reading.noun):
                return walk.organization(
                    one.name, [*steps, walk.step(found.naming.start, found.naming.end, "same organisation")]
                )
    return walk.organization(organisations.all[own].name, steps)


def _person_after_all(walk: Walk, start: int, end: int) -> str | None:
    """`Mr Cable`, `administrator Crowe`: a name that the roster lacks, though the article calls it a person's."""
    article = walk.article
    words = article.between(start, end)
    if words and names.honorific(words[0].lower) and len(words) > 1:
        return " ".join(article.text[words[1].start : end].split())
    k = walk.bodies.organisations.find(article.text[start:end])
    one = walk.bodies.organisations.all[k] if k is not None else None
    if one is None or one.kinds or words_of.acronym(one.name) or one.name.count(" ") > 1:
        return None
    for n in walk.bodies.organisations.namings[:_NAMINGS]:
        i = article.index(n.start)
        before = article.tokens[i - 1] if i else None
        if n.organisation != k or before is None or article.text[before.end : n.start].strip() or before.possessive:
            continue
        role = lists.role(before.lower) is not None or lists.person_noun(before.lower)
        role = role and not before.capital and not words_of.labels(before.lower)
        if names.honorific(before.lower) or (role and not words_of.kinds_said(before.lower)):
            return one.name
    return None


def asked(walk: Walk, reading: SourceReading, by: By = "noun") -> Asked:
    """What `the oil firm`, `it`, `the report` looks for."""
    tokens = [t for t in walk.article.between(reading.start, reading.end) if t.text[0].isalnum()]
    if any(words_of.superlative(t.lower) for t in tokens):  # “the world's largest chip maker”
        tokens = [t for t in tokens if not t.possessive and not words_of.superlative(t.lower)]
    words = [t.lower for t in tokens]
    before = words[: -1 - reading.noun.count("-")] if "-".join(words).endswith(reading.noun) else words[:-1]
    marks = tuple(lists.place(w) or w for w in before if w not in lists.function_words() and not is_epithet(w))
    start, askers = _after_question(walk, reading.start) if by == "pronoun" else (reading.start, frozenset())
    heard = [k for k in walk.heard if k not in askers]
    last = heard[-1] if heard else None
    return Asked(start, reading.noun, by, marks if by == "noun" else (), askers, last, frozenset(heard))


def _after_question(walk: Walk, start: int) -> tuple[int, frozenset[int]]:
    """`Asked by Reuters about the Treasury, it said`: where to look back from, and who asked, whom `it` never means."""
    article = walk.article
    opening = article.sentence_start(start)
    words = article.between(opening, start)
    if len(words) < _QUESTION or words[0].lower not in lists.phrase_words("asked") or words[-1].text != ",":
        return start, frozenset()
    namings = walk.bodies.organisations.before(start, _NAMINGS)
    by = words[2].start if words[1].lower == "by" else start
    askers = (n.organisation for n in namings if by <= n.start and n.start - words[2].start <= len("the "))
    return opening, frozenset(askers)


def _meant(
    walk: Walk, reading: SourceReading, steps: list[Evidence], by: By = "noun", reason: Reason = "same organisation"
) -> Speaker | None:
    """The organisation that the words mean, if one fits well enough."""
    found = choice.choose(walk.bodies.organisations, asked(walk, reading, by))
    organisation, naming = found.organisation, found.naming
    if organisation is None or naming is None or found.share < choice.SHARE[by]:
        return None
    step = walk.step(naming.start, naming.end, reason)
    if by == "noun" and (heard := _called_before(walk, reading, naming.end)) is not None:
        organisation = walk.bodies.organisations.find(heard.name) if heard.name is not None else None
        if organisation is None:
            return None
        step = replace(heard.evidence[0], reason=reason)
    walk.bodies.organisations.mean(reading.start, reading.end, organisation)
    one = walk.bodies.organisations.all[organisation]
    if one.place and reading.noun == "government":
        return walk.organization(f"{lists.people_of(one.name) or one.name} government", [*steps, step])
    return walk.organization(one.name, [*steps, step])


def _called_before(walk: Walk, reading: SourceReading, since: int) -> Speaker | None:
    """Who spoke as `a mining company` or `the UN agency` after `since`, of the last of whom `the company` is said."""
    if not reading.definite or not _alone(walk, reading):
        return None
    told = (c for c in walk.called[-_POINTS:] if since <= c[0] < reading.start and c[1] == reading.noun)
    return max(told, key=lambda c: c[0], default=(0, "", None))[2]


def _name(walk: Walk, reading: SourceReading, start: int, end: int) -> str:
    """`Trump campaign` under the person's whole name; anything else as the article names it most fully."""
    first = next((o for o in walk.roster.within(start, end) if o.start == start), None)
    if first is None or reading.noun not in lists.after_name():
        return walk.bodies.name(start, end)
    people = walk.settled(first).people
    if len(people) == 1 and reading.noun in lists.phrase_words("campaigns"):
        return f"{walk.roster.people[people[0]].printed} {reading.noun}"
    return " ".join(walk.article.text[start:end].split())


def _called(walk: Walk, reading: SourceReading) -> tuple[int, int] | None:
    """The last `Trump campaign` before `the campaign`."""
    if reading.noun not in lists.after_name():
        return None
    for o in walk.roster.latest(reading.start, 200):
        i = walk.article.index(o.end)
        if i < len(walk.article.tokens) and walk.article.tokens[i].lower == reading.noun:
            return o.start, walk.article.tokens[i].end
    return None


def _of_person(walk: Walk, reading: SourceReading, steps: list[Evidence]) -> Speaker | None:
    """`the campaign` after one person alone was mentioned; `the administration` of the article's one president."""
    if reading.noun == "campaign":
        here = walk.article.sentence(reading.start)
        points = walk.timeline.before(reading.start)[-_POINTS:]
        near = {p.person for p in points if here - p.sentence <= 1}
    elif reading.noun == "administration":
        near = {o.people[0] for o in walk.roster.occurrences if len(o.people) == 1 and _president(walk, o)}
    else:
        return None
    if len(near) != 1 or not walk.roster.people[person := near.pop()].named:
        return None
    last = walk.roster.first_full(person) or next(o for o in walk.roster.occurrences if person in o.people)
    name = f"{walk.roster.people[person].printed} {reading.noun}"
    return walk.organization(name, [*steps, walk.step(last.start, last.end, "whose")])


def _of_country(walk: Walk, reading: SourceReading, steps: list[Evidence]) -> Speaker | None:
    """`the government` of the country that the article is about: most of the names of countries and peoples in it, and
    of parties, chambers and offices that only one country has."""
    if reading.noun != "government":
        return None
    named = [(c, m.start, m.end) for m in walk.bodies.mentions if (c := lists.country(plain(m.text))) is not None]
    named += [(c, t.start, t.end) for t in walk.article.tokens if t.capital and (c := words_of.country_of(t.lower))]
    counts = Counter(c for c, _, _ in named)
    country, most = max(counts.items(), key=lambda one: (one[1], one[0]), default=("", 0))
    if most < _COUNTRY[0] or most < _COUNTRY[1] * len(named):
        return None
    start, end = min((start, end) for c, start, end in named if c == country)
    name = f"{lists.people_of(country) or country} government"
    return walk.organization(name, [*steps, walk.step(start, end, "whose")])


_Way = Callable[[Walk, SourceReading, list[Evidence]], Speaker | None]
_DEFINITE: tuple[_Way, ...] = (_meant, _of_person, _of_country)
_ADMINISTRATION: tuple[_Way, ...] = (_of_person, _meant)  # a president's, before any other body's


def _president(walk: Walk, o: Occurrence) -> bool:
    """`President Obama`, not `Vice President Biden`."""
    i = walk.article.index(o.start)
    before = [t.lower for t in walk.article.tokens[max(0, i - 2) : i]]
    return before[-1:] == ["president"] and before[:1] not in (["vice"], ["former"], ["ex"], ["then"])


def _of_something(walk: Walk, reading: SourceReading, steps: list[Evidence]) -> Speaker | None:
    """`the sport's governing body`, `its maker`: an organisation of the article that is of the kind."""
    owner = reading.owner
    if owner is None or owner.kind != "word" or owner.capital or not reading.definite:
        return None
    thing = owner.lower in _ITS or (owner.lower not in GENDERS and not words_of.kinds_of_noun(owner.lower))
    people = (owner.lower.endswith("s") and owner.lower not in _ITS) or lists.role(owner.lower) is not None
    return _meant(walk, reading, steps) if thing and not people else None


def by_either(walk: Walk, reading: SourceReading) -> Speaker | None:
    """`The broadcaster`, `its publisher`: a role that is an organisation's as well, if one of the article fits."""
    owner = reading.owner
    rather = words_of.rather(reading.noun) if reading.shape == "role" else words_of.kinds_of_noun(reading.noun)
    if not rather or not reading.definite:
        return None
    steps = [walk.step(reading.start, reading.end, "organisation")]
    return _of_something(walk, reading, steps) if owner is not None else _meant(walk, reading, steps)


def _owned(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    """`His government`: the country of the one who is meant by `his`; `Ukraine’s government`: Ukraine."""
    owner = reading.owner
    assert owner is not None
    steps = [walk.step(reading.start, reading.end, "organisation")]
    state = reading.noun in lists.phrase_words("states")
    person: int | None = None
    if owner.lower in GENDERS:
        person = walk.meant_by(owner.start)
    elif owner.occurrence is not None:
        people = walk.settled(owner.occurrence).people
        person = people[0] if len(people) == 1 else None
    elif owner.kind == "body" or owner.capital:
        name = walk.bodies.name(owner.start, owner.end)
        rest = " ".join(walk.article.text[owner.end : reading.end].lstrip("'’s").split())  # “Kenya’s federation”
        return walk.organization(name if state else f"{name} {rest}", steps)
    if person is None:
        return walk.nameless(i, "organization", "unresolved", "organisation")
    if last := walk.timeline.last(person, reading.end, "name"):
        steps.append(walk.step(last.start, last.end, "whose"))
    if not state and not named_after.goes_by_name(walk.article, reading.noun, pronoun=owner.lower in GENDERS):
        return walk.nameless(i, "organization", "unresolved", "organisation")
    if not state:
        return walk.organization(named_after.name(walk.roster.people[person].printed, reading.noun), steps)
    profile = walk.timeline.profiles.get(person)
    countries = {c for m in profile.marks if (c := lists.country(m))} if profile else set()
    if len(countries) != 1:
        return walk.nameless(i, "organization", "unresolved", "organisation")
    return walk.organization(countries.pop(), steps)


def document(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    """`Mr. Lind’s letter` → the person, `a Daily Mirror report` → a document of the paper, `the report` → of whoever
    published the last report of the article, else a document without a publisher."""
    owner = reading.owner
    steps = [walk.step(reading.start, reading.end, "document")]
    if owner is not None and owner.occurrence is not None:
        return walk.named(i, owner.occurrence, [*steps, walk.step(owner.start, owner.end, "author")])
    if owner is not None and owner.lower in GENDERS and reading.noun in lists.authored():
        choice_ = walk.antecedents.choose(owner.start)
        return walk.chosen(i, reading, choice_, "pronoun")
    span = reading.body
    named = owner is not None and (owner.kind == "body" or owner.capital)
    if owner is not None and named and not lists.pronoun(owner.lower) and not words_of.never(owner.lower):
        span = (owner.start, owner.end)
    its = owner is not None and owner.lower == "its"
    if span is None and owner is None:
        found = walk.documents.publisher(reading.noun, reading.start, reading.end, reading.definite)
        span = (found.start, found.end) if found is not None else None
    if span is not None:
        steps.append(walk.step(*span, "published by"))
        name: str | None = walk.bodies.name(*span)
    elif its:
        meant = _meant(walk, reading, steps, "pronoun", "published by")
        name, steps = (meant.name, list(meant.evidence)) if meant is not None else (None, steps)
    elif owner is not None and words_of.kinds_of_noun(owner.lower):  # “the council's ruling”, “a study by the centre”
        start = owner.start if owner.start >= reading.end else reading.start
        by = replace(reading, start=start, end=owner.end, noun=owner.lower)
        meant = _by_description(walk, by, steps) or _meant(walk, by, steps, "noun", "published by")
        name, steps = (meant.name, list(meant.evidence)) if meant is not None else (None, steps)
    else:
        name, steps = issuers.issuer(walk, i, reading, steps) if reading.definite and owner is None else (None, steps)
    if name is None and (maker := leads.maker(walk, reading)) is not None:
        steps.append(walk.step(maker.start, maker.end, "published by"))
        name = walk.bodies.organisations.all[maker.organisation].name
    if name is None and owner is None and (speaker := by_either(walk, reading)) is not None:  # “The paper”
        return speaker
    if name is None:
        return walk.nameless(i, "document", "anonymous", "document")
    return walk.organization(name, steps) if reading.noun in lists.personal() else walk.published(name, steps)


def by_pronoun(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    """`it`: the organisation named or heard before; `they`: the last speaker other than a single person."""
    here = walk.article.sentence(reading.start)
    thing = lists.pronoun(reading.noun) == "thing"
    step = walk.step(reading.start, reading.end, "pronoun")
    for k in walk.before(i):
        at = place(walk.attributions[k])
        if at > reading.start:
            continue
        last = walk.speakers[k]
        if here - walk.article.sentence(at) > _NEAR or last is None:
            break
        kinds = ("document",) if thing else ("organization", "group")
        if last.kind in kinds and last.status != "ambiguous" and (not thing or here - walk.article.sentence(at) < 2):
            return replace(last, evidence=(step, *last.evidence))
        if thing:
            break
    nameless = thing and walk.nameless_body_before(reading.start)
    if thing and not nameless and (speaker := _meant(walk, reading, [step], "pronoun", "antecedent")):
        return speaker
    kind: SpeakerKind = "organization" if thing else "group"
    return walk.nameless(i, kind, "unresolved", "pronoun")


def by_relative(walk: Walk, i: int, reading: SourceReading) -> Speaker:
    """`which`, `that`: the body or document right before it."""
    article = walk.article
    k = article.index(reading.start) - 1
    while k >= 0 and article.tokens[k].text in {",", "―", "—", "–", "-", "(", ")"}:
        k -= 1
    if k < 0 or article.sentence(article.tokens[k].start) != article.sentence(reading.start):
        return walk.nameless(i, "organization", "unresolved", "relative pronoun")
    token = article.tokens[k]
    steps = [walk.step(reading.start, reading.end, "relative pronoun")]
    named = [m for m in walk.bodies.within(token.start, token.end) if m.end >= token.end and m.label != "NORP"]
    if named:
        span = named[-1].start, named[-1].end
        return walk.organization(walk.bodies.name(*span), [*steps, walk.step(*span, "antecedent")])
    if (phrase := _antecedent(walk, k)) is None:
        return walk.nameless(i, "organization", "unresolved", "relative pronoun")
    if phrase.shape == "document":
        return document(walk, i, phrase)
    fits = phrase.definite and words_of.kinds_of_noun(phrase.noun)
    speaker = _meant(walk, phrase, steps, "noun", "antecedent") if fits else None
    return speaker or walk.nameless(i, "organization", "unresolved", "relative pronoun")


def _antecedent(walk: Walk, k: int) -> SourceReading | None:
    """The noun phrase that ends with token `k`, before `which`: `the staff association`, `the report`."""
    tokens, article = walk.article.tokens, walk.article
    for j in range(k - 1, max(-1, k - 1 - _PHRASE), -1):
        if (
            article.text[tokens[j].end : tokens[j + 1].start].strip("-\u00a0 ")
            or tokens[j].lower in lists.prepositions()
        ):
            return None
        if tokens[j].lower in _DETERMINERS:
            reading = read(article, walk.roster, walk.bodies, tokens[j].start, tokens[k].end)
            return reading if reading.shape in ("body", "document") and reading.body is None else None
    return None
