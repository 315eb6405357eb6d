"""The installed spaCy model in parts: `spacy.load` reads components, strings and tokenizer rules that go unused.

That took a quarter of the time in which a command reads one sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from spacy import util
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.vocab import Vocab

_TOKENIZER = "claimkit.tokenizer_without_rules.v1"


def _without_rules() -> Callable[[Language], Any]:
    """Makes a tokenizer that waits for the model's rules; spaCy's own has the rules of English, built for nothing."""
    return lambda language: Tokenizer(language.vocab)


util.registry.tokenizers(_TOKENIZER, func=_without_rules)


def untaught(package: str) -> Language:
    """The model's vocabulary, tokenizer and lemmatizer, and its `ner` without weights.

    The list of strings is left out, 84,000 words that the model's makers came across: spaCy adds those it meets.
    """
    language = _made(package, ["lemmatizer", "ner"])
    return language.from_disk(_folder(package), exclude=["ner", "strings"])


def beside(language: Language, package: str, components: Collection[str]) -> Language:
    """Other components of the model, for documents that `language` makes."""
    other = _made(package, components, language.vocab)
    other.from_disk(_folder(package), exclude=["vocab", "tokenizer"])
    for name in components:
        for label in getattr(other.get_pipe(name), "labels", ()):
            language.vocab.strings.add(label)
    return other


def _made(package: str, components: Collection[str], vocab: Vocab | bool = True) -> Language:
    """What the model's config says of these components, with nothing read into them."""
    config = util.load_config(_folder(package) / "config.cfg")
    config["nlp"]["tokenizer"] = {"@tokenizers": _TOKENIZER}
    unused = set(config["nlp"]["pipeline"]) - set(components)
    return util.load_model_from_config(config, vocab=vocab, exclude=unused)


def _folder(package: str) -> Path:
    """Where the package keeps its model."""
    outer = util.get_package_path(package)
    meta = util.get_model_meta(outer)
    return outer / f"{meta['lang']}_{meta['name']}-{meta['version']}"
