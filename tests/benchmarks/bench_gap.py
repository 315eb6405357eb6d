"""Pronouns: GAP's measure of the whole resolver, and what one article's pronouns cost.

    python tests/benchmarks/bench_gap.py FOLDER [--without-states]

FOLDER holds gap-development.tsv and gap-validation.tsv. The resolver gets the text and the pronoun, finds names by
itself and answers with all places where its person is named; A and B of the files are only compared with those.
The shipped weights were learned from these very files: `python -m claimkit.training.pronouns FOLDER GUM --check` gives
the figures for texts that the weights have not seen.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from claimkit.analysis import ner as nlp
from claimkit.analysis import resolution
from claimkit.analysis.tagger import Tagger
from claimkit.english import quotation_marks as marks
from claimkit.training.pronouns.corpora import Place, official, read_gap


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--without-states", action="store_true", help="features alone, without the tagger")
    options = parser.parse_args()
    recogniser, tagger = nlp.load(), Tagger()
    for part in ("development", "validation"):
        cases = read_gap(options.folder / f"gap-{part}.tsv")
        answers: list[list[Place]] = []
        spent = 0.0
        for case in cases:
            mentions = recogniser.mentions(case.text)
            quoted = marks.mark_styles(marks.find_regions(case.text), len(case.text))
            states = None if options.without_states else tagger.tag(case.text, quoted).states
            before = time.process_time()
            found = resolution.antecedent(case.text, mentions, case.start, states)
            spent += time.process_time() - before
            answers.append([] if found is None else [(span.start, span.end) for span in found.mentions])
        figures = "  ".join(f"{name} {value:.3g}" for name, value in official(cases, answers).items())
        print(f"{part}: {figures}  ({len(cases)} pronouns, {1000 * spent / len(cases):.1f} ms CPU each)")


if __name__ == "__main__":
    main()
