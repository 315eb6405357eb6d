"""rensa, MinHash with locality-sensitive hashing in Rust, at finding pairs of quotations that share runs of words.

Runs of three words, 128 permutations in 64 bands, as finds most pairs at a precision of .97; a pair that the index
gives counts if the estimated Jaccard similarity is at least 0.1.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.english.text import words

PERMUTATIONS, BANDS, THRESHOLD, ENOUGH = 128, 64, 0.2, 0.1


def pairs(texts: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs `(a, b)`, `a > b`, by their places in `texts`."""
    import rensa

    index = rensa.RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
    hashes = []
    for number, text in enumerate(texts):
        said = words(text)
        minhash = rensa.RMinHash(num_perm=PERMUTATIONS, seed=1)
        minhash.update([" ".join(said[i : i + 3]) for i in range(max(1, len(said) - 2))])
        hashes.append(minhash)
        index.insert(number, minhash)
    found = []
    for number, minhash in enumerate(hashes):
        for other in index.query(minhash):
            if other < number and minhash.jaccard(hashes[other]) >= ENOUGH:
                found.append((number, other))
    return found
