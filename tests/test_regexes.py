"""No regular expression of the package takes more than linear time, whatever text it is given.

Every pattern is driven with strings made from the pattern itself: samples of what it repeats, of what it matches and of
what it nearly matches, again and again, with and without an end that does not fit. Time is the thread's own CPU time,
compared at two lengths and taken as the least of several runs, so that a busy machine changes nothing.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator
from functools import _lru_cache_wrapper
from inspect import signature
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import claimkit

PACKAGE = Path(claimkit.__file__).parent
SOURCES = {p: p.read_text(encoding="utf-8") for p in PACKAGE.rglob("*.py") if "training" not in p.parts}

# These see only pieces of bounded length, so that the square of it is bounded, too: why, for each.
BOUNDED = {
    "claimkit.analysis.attribution.refine._LAST_WORD": "40 characters before a span",
    "claimkit.evaluation.speaker_scores:37": "a constant",
    "claimkit.corpus.people.offices._WORD_BEFORE": "12 characters before a name",
    "claimkit.corpus.people.article_speakers._WORD_BEFORE": "a few characters before a name",
    "claimkit.english.sentences._ABBREVIATED": "the last 60 characters of a word",
    "claimkit.english.sentences._ENDED": "the last 20 characters of a line",
}

METHODS: dict[str, Callable[[re.Pattern[str], str], object]] = {
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "search": lambda pattern, text: pattern.search(text),
    "finditer": lambda pattern, text: sum(1 for _ in pattern.finditer(text)),
}
_ALL = {"finditer": "finditer", "findall": "finditer", "sub": "finditer", "subn": "finditer", "split": "finditer"}
_GENERIC = ("a", "Aa ", " ", "\n", ".", "a.", "1,", "-", "'", "“", '"', "(", "[", "<", "<a ", "*", "\r")
_SHORT, _LONG = 1_000, 4_000
_TIMES = 8  # four times the length: 4 is linear, 16 quadratic


def patterns() -> Iterator[tuple[str, re.Pattern[Any], frozenset[str]]]:
    """Where each pattern stands, the pattern, and the methods that it is used with."""
    for path in sorted(SOURCES):
        module = "claimkit." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        loaded = importlib.import_module(module.removesuffix(".__init__"))
        for name, value in list(vars(loaded).items()):
            owner = getattr(value, "__module__", None)
            if isinstance(value, _lru_cache_wrapper) and owner == loaded.__name__ and not signature(value).parameters:
                found = list(_inside(value()))
                yield from ((f"{module}.{name}()", p, frozenset({"search", "finditer"})) for p in found)
            elif f"\n{name} =" in SOURCES[path] or f"\n{name}:" in SOURCES[path]:
                yield from ((f"{module}.{name}", p, _used(name, SOURCES[path])) for p in _inside(value))
        for node in ast.walk(ast.parse(SOURCES[path])):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                of, given = node.func.value, node.args[0] if node.args else None
                if isinstance(of, ast.Name) and of.id == "re" and isinstance(given, ast.Constant):
                    method = _ALL.get(node.func.attr, node.func.attr)
                    if method in METHODS:
                        yield f"{module}:{node.lineno}", re.compile(given.value), frozenset({method})


def _inside(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth < 3:
        yield from (p for v in value.values() for p in _inside(v, depth + 1))
    elif isinstance(value, (tuple, list)) and depth < 3:
        yield from (p for v in value[:200] for p in _inside(v, depth + 1))


def _used(name: str, source: str) -> frozenset[str]:
    """The methods that a pattern of this name is used with; all of those that read on, where that cannot be seen."""
    calls = set(re.findall(rf"\b{name}(?:\[[^\]\n]*\])?\.(\w+)\(", source))
    found = {_ALL.get(call, call) for call in calls} & METHODS.keys()
    return frozenset(found or {"search", "finditer"})


def strings(pattern: re.Pattern[Any]) -> list[tuple[str, str, str]]:
    """What to begin with, what to repeat and what to end with."""
    noise = random.Random(1)
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = parser.parse(source, pattern.flags & ~re.DEBUG)
    whole = [_sample(tree, noise, longest=2) for _ in range(3)]
    made: list[tuple[str, str, str]] = [("", pump, "\0") for pump in _GENERIC]
    for before, body in _repeats(tree, noise):
        for _ in range(2):
            pump = _sample(body, noise, longest=2)
            if pump:
                made += [(before, pump, "\0"), ("", before + pump, "\0")]
    for text in whole:
        made += [("", pump, end) for pump in (text, text[:-1], text[1:]) if pump for end in ("", "\0")]
    return list(dict.fromkeys(made))


def _repeats(tree: Any, noise: random.Random, before: str = "") -> Iterator[tuple[str, Any]]:
    """Each part that may be repeated often, with a sample of what comes before it."""
    for op, value in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _, high, body = value
            if high is sre.MAXREPEAT or high > 10:
                yield before, body
            yield from _repeats(body, noise, before)
        elif op is sre.SUBPATTERN:
            yield from _repeats(value[3], noise, before)
        elif op is sre.ATOMIC_GROUP:
            yield from _repeats(value, noise, before)
        elif op is sre.BRANCH:
            for branch in value[1][:40]:
                yield from _repeats(branch, noise, before)
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _repeats(value[1], noise, before)
        before = (before + _sample([(op, value)], noise, longest=1))[-40:]


def _sample(tree: Any, noise: random.Random, longest: int) -> str:
    """A text that the tree matches, or nearly: what looks around is left out."""
    pieces = []
    for op, value in tree:
        if op is sre.LITERAL:
            pieces.append(chr(value))
        elif op in (sre.NOT_LITERAL, sre.ANY):
            pieces.append(noise.choice("ab "))
        elif op is sre.IN:
            pieces.append(_member(value, noise))
        elif op is sre.BRANCH:
            pieces.append(_sample(noise.choice(value[1]), noise, longest))
        elif op is sre.SUBPATTERN:
            pieces.append(_sample(value[3], noise, longest))
        elif op is sre.ATOMIC_GROUP:
            pieces.append(_sample(value, noise, longest))
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            low, high, body = value
            times = min(low + noise.randint(0, longest), high if isinstance(high, int) else low + longest)
            pieces += [_sample(body, noise, longest) for _ in range(min(times, max(low, 40)))]
    return "".join(pieces)


def _member(items: Iterable[tuple[Any, Any]], noise: random.Random) -> str:
    """A character of a class."""
    categories = {sre.CATEGORY_WORD: "aB_", sre.CATEGORY_DIGIT: "17", sre.CATEGORY_SPACE: " \n"}
    items = list(items)
    if items and items[0][0] is sre.NEGATE:
        named = {chr(v) for op, v in items[1:] if op is sre.LITERAL}
        return noise.choice([c for c in "ab1 .,“(é" if c not in named] or ["a"])
    op, value = noise.choice(items)
    if op is sre.LITERAL:
        return chr(value)
    if op is sre.RANGE:
        return chr(noise.choice(value))
    return noise.choice(categories.get(value, ".,"))


def seconds(run: Callable[[re.Pattern[Any], Any], object], pattern: re.Pattern[Any], text: Any, times: int) -> float:
    least = float("inf")
    for _ in range(times):
        start = time.thread_time()
        run(pattern, text)
        least = min(least, time.thread_time() - start)
    return least


def worse_than_linear(pattern: re.Pattern[Any], method: str) -> str | None:
    """A string, shown in short, for which the pattern takes more than linear time; None if none is found."""
    run = METHODS[method]

    def text(parts: tuple[str, str, str], length: int) -> Any:
        made = parts[0] + parts[1] * max(1, length // len(parts[1])) + parts[2]
        return made if isinstance(pattern.pattern, str) else made.encode("latin-1", "replace")

    for parts in strings(pattern):
        # What is exponential would never come back from more than a few characters.
        if any(all(seconds(run, pattern, text(parts, n), 1) > 0.02 for _ in range(4)) for n in (22, 200)):
            return f"{parts!r} never ends"
        # 2 ms for 4,000 characters is slow for any pattern; only then is it worth to look at how it grows.
        long = seconds(run, pattern, text(parts, _LONG), 1)
        if long < 0.002 or long < _TIMES * seconds(run, pattern, text(parts, _SHORT), 1):
            continue
        for _ in range(4):  # a busy machine makes a try slower than it is; what is not linear is so in every one
            short, long = (seconds(run, pattern, text(parts, n), 4) for n in (_SHORT, _LONG))
            if long <= _TIMES * short or long <= 0.002:
                break
        else:
            return f"{parts!r}: {short * 1000:.1f} ms for {_SHORT}, {long * 1000:.1f} ms for {_LONG} characters"
    return None


def test_every_pattern_is_linear() -> None:
    found = list(patterns())
    assert len(found) > 200
    assert any("wires" in name for name, _, _ in found)  # those made from word lists are among them
    slow = {
        f"{name}.{method} {pattern.pattern[:60]!r}": what
        for name, pattern, methods in found
        for method in sorted(methods)
        if name not in BOUNDED and (what := worse_than_linear(pattern, method))
    }
    assert slow == {}


def test_what_is_worse_than_linear_is_found() -> None:
    for source, method in [(r"(a+)+b", "match"), (r"\s+$", "search"), (r"<.*>", "finditer")]:
        assert worse_than_linear(re.compile(source), method), source


@pytest.mark.parametrize("module", sorted(m.name for m in pkgutil.iter_modules([str(PACKAGE)])))
def test_no_pattern_is_hidden_in_a_function(module: str) -> None:
    """`re.compile` stands at the top of a module or in a cached function without parameters, where it is found."""
    for path in SOURCES:
        if path.relative_to(PACKAGE).parts[0].removesuffix(".py") != module:
            continue
        for node in ast.walk(ast.parse(SOURCES[path])):
            if isinstance(node, ast.FunctionDef) and "re.compile(" in ast.unparse(node):
                cached = any("cache" in ast.unparse(decorator) for decorator in node.decorator_list)
                assert cached, f"{path}: {node.name}"
                assert not node.args.args, f"{path}: {node.name}"
