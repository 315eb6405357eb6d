"""The whole flow on one page: files → articles → attributions → speakers → people → clusters → store."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import claimkit
from claimkit import attribution, clusters, cues, marks, nlp, people, reader, resolution, text, workers
from claimkit.errors import InputError
from claimkit.lexicon import data_dir
from claimkit.models import Article, Attribution, Cluster, Cue, Evidence, Extraction, PersonEntry, Quote, Span, Speaker
from claimkit.store import Store, Stored
from claimkit.tagger import Tagger

# The rooms that decide what is found in one article; a change in any of them makes stored articles stale.
_ROOMS = (
    "attribution",
    "cues",
    "lexicon.py",
    "marks.py",
    "names.py",
    "nlp",
    "reader",
    "resolution",
    "tagger",
    "text.py",
)

_LEARNED = {".onnx", ".npz", ".json"}

_STOPS = tuple(".,;:!?…—")

Progress = Callable[[int, int], None]


def _unwatched(done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was found under some paths: articles sorted by path, their clusters, and the inputs that failed."""

    extractions: tuple[Extraction, ...]
    clusters: tuple[Cluster, ...]
    failures: tuple[InputError, ...]


class Analyser:
    """The models, loaded once: an article in, its quotes with the speakers as that article gives them out."""

    def __init__(self) -> None:
        self._recogniser = nlp.load()
        self._cues = cues.Reader(self._recogniser.lemma)
        self._tagger = Tagger()

    def analyse(self, article: Article) -> Extraction:
        """Everything found in one article; the result depends on nothing else."""
        clean = text.clean(article.text, article.cuts)
        regions = marks.find_regions(clean.text)
        quoted = marks.inside(regions, len(clean.text))
        tagging = self._tagger.tag(clean.text, marks.states(regions, len(clean.text)))
        found = attribution.attribute(clean.text, regions, quoted, tagging)
        speakers = resolution.resolve(clean.text, self._recogniser.mentions(clean.text), found, tagging.states)
        quotes = (self._quote(article, clean, a, s) for a, s in zip(found, speakers, strict=True))
        return Extraction(article, tuple(quotes))

    def _quote(self, article: Article, clean: text.Cleaned, found: Attribution, speaker: Speaker | None) -> Quote:
        content = tuple(_raw(article, clean, s) for s in found.content)
        cue = None
        if found.cue is not None:
            span = _raw(article, clean, found.cue)
            read = self._cues.read(clean.text, found.cue, found.source, found.content, found.type)
            meaning = (read.lemma, read.kind, read.polarity, read.modality, read.hearsay)
            cue = Cue(span.start, span.end, span.text, *meaning)
        places = [f"{s.start}:{s.end}" for s in content] + ([f"{cue.start}"] if cue else [])
        return Quote(
            id="q_" + text.digest(article.id, *places),
            article_id=article.id,
            type=found.type,
            text=_reading(clean.text, found.content),
            content=content,
            cue=cue,
            source=None if found.source is None else _raw(article, clean, found.source),
            speaker=None if speaker is None else _raw_speaker(article, clean, speaker),
            confidence=round(found.confidence, 4),
        )


def run(
    paths: Sequence[str],
    *,
    store: Store | None = None,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
    jobs: int = 1,
    people_file: Sequence[PersonEntry] | None = None,
    options: reader.Options = reader.DEFAULT,
) -> Result:
    """Read everything under `paths`, analyse what the store does not hold yet, and answer from those articles alone.

    `progress(done, total)` is told of each article. Inputs that cannot be read are in `failures`; nothing else stops
    for them. The store, if given, keeps every article and is linked anew over all it holds. `jobs` is the number of
    processes that analyse; the answer does not depend on it. Raises `WorkerError` if one of them dies.

    `people_file` counts for this answer alone; without one the store's own does. `options` say how to read.
    """
    with Store(":memory:") if store is None else nullcontext(store) as kept:
        failures: list[InputError] = []
        sources: list[reader.Source] = []
        for found in reader.find(paths, options):
            if isinstance(found, InputError):
                failures.append(found)
            else:
                sources.append(found)
        done = list(_ensure(sources, kept, stdin, options, progress or _unwatched, jobs, failures))
        revision = kept.revision
        extractions = sorted(kept.extractions(done), key=lambda e: (e.article.path, e.article.id))
        linked, found_clusters = _link(extractions, kept.people_file() if people_file is None else people_file)
        if store is not None and store.stale:
            whole = set(done) == set(store.locations())  # the answer is about the whole store
            if whole and people_file is None:
                store.replace_links(linked, found_clusters, revision=revision)
            else:
                link(store)
    return Result(tuple(linked), tuple(found_clusters), tuple(sorted(failures, key=lambda f: f.path)))


def extract(
    content: str, *, title: str | None = None, outlet: str | None = None, published: str | None = None
) -> Extraction:
    """The quotes of one text; metadata that is not given is read from the text's first lines."""
    article = reader.parse(reader.Source("-", "-"), reader.Item("", content))
    article = replace(
        article,
        title=title or article.title,
        outlet=outlet or article.outlet,
        published=published or article.published,
    )
    linked, _ = _link([_analyser().analyse(article)])
    return linked[0]


def link(store: Store) -> None:
    """Compute people and clusters over the whole store, if articles changed since they were computed last."""
    if not store.stale:
        return
    revision = store.revision
    linked, found = _link(list(store.extractions()), store.people_file())
    store.replace_links(linked, found, revision=revision)


@cache
def version() -> str:
    """The release and a digest of all that decides what is found in an article: code, word lists, models."""
    package, data = Path(claimkit.__file__).parent, data_dir()
    files = [
        p for room in _ROOMS for p in ([package / room] if room.endswith(".py") else (package / room).glob("*.py"))
    ]
    files += [*(data / "lexicon").glob("*.toml"), *(p for p in (data / "model").iterdir() if p.suffix in _LEARNED)]
    sha = hashlib.sha256(nlp.installed_model().encode())
    for path in sorted(files, key=lambda p: p.parts[-2:]):  # the same in a checkout and installed
        sha.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{claimkit.__version__}+{sha.hexdigest()[:12]}"


def _ensure(
    sources: Sequence[reader.Source],
    store: Store,
    stdin: BinaryIO | None,
    options: reader.Options,
    progress: Progress,
    jobs: int,
    failures: list[InputError],
) -> Iterator[str]:
    """Analyse and save the articles that the store does not hold as they are; yields the locations it then holds."""
    current = version()
    unchanged: list[str] = []
    handed: deque[tuple[str, str, int]] = deque()  # location, digest and number of files read, of what is analysed

    def changed() -> Iterator[tuple[reader.Source, reader.Item]]:
        for read, source in enumerate(sources):
            for item in reader.items(source, stdin, options):
                if isinstance(item, InputError):
                    failures.append(item)
                    continue
                location, digest = item.location(source), item.digest
                if store.known([location]).get(location) == Stored(digest, current):
                    unchanged.append(location)
                else:
                    handed.append((location, digest, read))
                    yield source, item

    inputs = changed()
    first = list(islice(inputs, jobs))  # no more processes than articles
    for result in workers.in_order(_analyse, chain(first, inputs), max(1, len(first))):
        location, digest, read = handed.popleft()
        if isinstance(result, InputError):
            failures.append(result)
        else:
            store.save(result, location=location, digest=digest, version=current)
            yield location
        progress(read, len(sources))
    yield from unchanged
    progress(len(sources), len(sources))


def _analyse(given: tuple[reader.Source, reader.Item]) -> Extraction | InputError:
    """The quotes of one article. Runs in worker processes."""
    try:
        return _analyser().analyse(reader.parse(*given))
    except InputError as error:
        return error


def _link(
    extractions: Sequence[Extraction], people_file: Sequence[PersonEntry] = ()
) -> tuple[list[Extraction], list[Cluster]]:
    """People and clusters over `extractions`."""
    named = people.unify(extractions, people_file)
    found = clusters.cluster(named)
    return clusters.assign(named, found), found


@cache
def _analyser() -> Analyser:
    return Analyser()


def _reading(clean: str, content: Sequence[Span]) -> str:
    """The content on one line; a piece that a cue cuts off keeps the comma or stop printed there."""
    last = len(content) - 1
    pieces = (clean[s.start : s.end + (i < last and clean[s.end : s.end + 1] in _STOPS)] for i, s in enumerate(content))
    return " ".join(" ".join(piece.split()) for piece in pieces)


def _raw(article: Article, clean: text.Cleaned, span: Span | Evidence) -> Span:
    start, end = clean.raw(span.start, span.end)
    return Span(start, end, article.text[start:end])


def _raw_speaker(article: Article, clean: text.Cleaned, speaker: Speaker) -> Speaker:
    steps = ((_raw(article, clean, e), e.reason) for e in speaker.evidence)
    return replace(speaker, evidence=tuple(Evidence(s.start, s.end, s.text, reason) for s, reason in steps))
