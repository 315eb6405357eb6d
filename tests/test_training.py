"""Training: reading a brat corpus, labels, and learning a tiny made-up corpus from nothing."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from claimkit.analysis.tagger import Tagger
from claimkit.analysis.tagger.decode import LABELS
from claimkit.analysis.tagger.encode import Wordpieces
from claimkit.brat import read_corpus
from claimkit.english.quotation_marks import find_regions, mark_styles
from claimkit.errors import InputError, ModelError, UsageError
from claimkit.training.examples import NO_SOURCE, make_batches, make_example, pad

NAMES = ["Anna", "Boris", "Clara", "Dimitri", "Elena", "Farid", "Greta", "Hugo"]
CUES = ["said", "claimed", "insisted", "warned"]
CLAIMS = [
    "the bridge will open soon",
    "prices have doubled",
    "nobody saw the letter",
    "the vote was fair",
    "winter will be mild",
    "the fund is empty",
]
FILLER = [
    "The town has two schools .",
    "It rained all week .",
    "Trains left on time .",
    "A market stands near the river .",
]


def _passage(rng: random.Random) -> tuple[str, str, str, str]:
    """One paragraph and its source, cue and content ('' where there is none)."""
    name, cue, claim = rng.choice(NAMES), rng.choice(CUES), rng.choice(CLAIMS)
    kind = rng.randrange(4)
    if kind == 0:
        return f"{name} {cue} that {claim} .", name, cue, f"that {claim}"
    if kind == 1:
        return f"“ {claim} , ” {cue} {name} .", name, cue, f"“ {claim} , ”"
    if kind == 2:
        return f"{rng.choice(FILLER)} {name} {cue} {claim} .", name, cue, claim
    return rng.choice(FILLER), "", "", ""


def _write_article(folder: Path, name: str, rng: random.Random) -> None:
    text, lines, events = "", [], []
    for _ in range(6):
        passage, *roles = _passage(rng)
        if roles[1]:
            marks = []
            for role, words in zip(("Source", "Cue", "Content"), roles, strict=True):
                start = len(text) + passage.index(words)
                lines.append(f"T{len(lines) + 1}\t{role} {start} {start + len(words)}\t{words}")
                marks.append(f"{role}:T{len(lines)}")
            events.append(f"E{len(events) + 1}\tAttribution {' '.join(marks)}")
        text += passage + "\n\n"
    (folder / "text" / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    (folder / "attributions" / f"{name}_ab12.ann").write_text("\n".join([*lines, *events]) + "\n", encoding="utf-8")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Thirty short articles in which people say things."""
    folder = tmp_path / "corpus"
    for part in ("text", "attributions"):
        (folder / part).mkdir(parents=True)
    rng = random.Random(5)
    for i in range(30):
        _write_article(folder, f"article{i:02}", rng)
    return folder


@pytest.fixture
def tokenizer(tmp_path: Path) -> Path:
    """Whole-word pieces for the corpus."""
    words = sorted({w.lower() for w in " ".join([*NAMES, *CUES, *CLAIMS, *FILLER, "that “ ” , ."]).split()})
    vocabulary = {w: i for i, w in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[unused1]", *words])}
    made = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    path = tmp_path / "tokenizer.json"
    made.save(str(path))
    return path


def test_several_annotators_of_an_article_are_kept_apart(corpus: Path) -> None:
    other = (corpus / "attributions" / "article00_ab12.ann").read_text(encoding="utf-8").splitlines()[:3]
    (corpus / "attributions" / "article00_cd34.ann").write_text("\n".join(other), encoding="utf-8")
    articles = read_corpus(corpus)
    assert [a.name for a in articles] == [f"article{i:02}" for i in range(30)]
    assert len(articles[0].annotations) == 2
    assert articles[0].annotations[0]
    assert articles[0].annotations[1] == ()  # spans without an event are no attribution
    said = articles[0].annotations[0][0]
    assert articles[0].text[slice(*said.cue[0])] in CUES


def test_discontinuous_spans_and_crossed_paragraphs_become_one_span_a_piece(tmp_path: Path, tokenizer: Path) -> None:
    text = "“ prices have doubled , ” said Anna , “ the vote was fair .\n\n“ winter will be mild . ”"
    for part in ("text", "attributions"):
        (tmp_path / part).mkdir()
    (tmp_path / "text" / "a.txt").write_text(text, encoding="utf-8", newline="")
    cue, tail = text.index("said"), text.index("“ the vote")
    (tmp_path / "attributions" / "a_ab12.ann").write_text(
        f"T1\tCue {cue} {cue + 4}\tsaid\nT2\tContent 0 {cue - 1};{tail} {len(text)}\t…\n"
        "E1\tAttribution Cue:T1 Content:T2\n",
        encoding="utf-8",
    )
    labels = make_example(read_corpus(tmp_path)[0], Wordpieces(tokenizer)).labels[0]
    assert [role for role, _, _ in labels.spans] == ["content", "cue", "content", "content"]
    (link,) = labels.links
    assert (link.contents, link.cue, link.source) == ((0, 2, 3), 1, NO_SOURCE)
    assert [LABELS[t] for t in labels.tags[:3]] == ["B-content", "I-content", "I-content"]


def test_every_word_stands_in_one_window_an_epoch(corpus: Path, tokenizer: Path) -> None:
    wordpieces = Wordpieces(tokenizer)
    examples = [make_example(a, wordpieces) for a in read_corpus(corpus)]
    batches = make_batches(examples, random.Random(1), (24, 40), 200)
    assert sum(cut.end - cut.start for cuts in batches for cut in cuts) == sum(len(e.pieces.ids) for e in examples)
    batch = pad(batches[0], wordpieces)
    assert batch.ids.size <= 200
    assert (batch.mask.sum(axis=1) == [c.end - c.start + 2 for c in batches[0]]).all()


def test_quotation_states_reach_the_features(tokenizer: Path) -> None:
    text = "“ prices have doubled , ” said Anna ."
    pieces = Wordpieces(tokenizer).encode(text, mark_styles(find_regions(text), len(text)))
    assert pieces.quoted.tolist() == [True] * 6 + [False] * 4  # the paragraph mark is outside


@pytest.mark.parametrize(
    ("spoil", "error"),
    [("attributions/*.ann", UsageError), ("text/article00.txt", InputError)],
)
def test_a_broken_corpus_is_named(corpus: Path, spoil: str, error: type[Exception]) -> None:
    for path in list(corpus.glob(spoil)):
        path.unlink()
    with pytest.raises(error, match="corpus"):
        read_corpus(corpus)


def test_a_span_outside_the_text_is_named(corpus: Path) -> None:
    (corpus / "attributions" / "article03_ab12.ann").write_text("T1\tCue 5 99999\tsaid\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"article03_ab12\.ann:1: T1"):
        read_corpus(corpus)


@pytest.mark.train
def test_a_quantised_tagger_gives_the_scores_of_its_floats(corpus: Path, tokenizer: Path, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="needs the extra `train`")
    onnx = pytest.importorskip("onnx", reason="needs the extra `train`")
    from claimkit.training.model import Shape, TaggerNet
    from claimkit.training.onnx_export import export
    from claimkit.training.quantise import quantise

    torch.manual_seed(1)
    net = TaggerNet(Shape(vocabulary=80, hidden=48, inner=96, layers=2, heads=4, positions=192)).eval()
    with torch.no_grad():
        for layer in net.encoder.layers:  # BERT's own have none at first
            layer.qkv.bias.normal_()
            layer.norm1.weight[3] = 30.0  # one channel larger than the others
    folder = tmp_path / "model"
    export(net, tokenizer, folder)
    texts = [make_example(article, Wordpieces(tokenizer)).pieces for article in read_corpus(corpus)]
    off = []
    for _ in range(2):
        tagger, apart = Tagger(folder), []
        for text in texts:
            for _, inputs in tagger.windows(text):
                with torch.no_grad():
                    wanted = net(torch.from_numpy(inputs["ids"]), torch.from_numpy(inputs["feat"]))
                found = tagger._session.run(["tag", "proj"], inputs)
                apart += [float(np.abs(f - w.numpy()).mean()) for f, w in zip(found, wanted, strict=True)]
        off.append(np.mean(apart))
        quantise(folder, texts)
    before, after = off
    assert 0 < after < 0.8 * before < 0.01  # scores are half a unit large
    kinds = {node.op_type for node in onnx.load(str(folder / "tagger.onnx")).graph.node}
    assert "MatMulInteger" in kinds
    assert not kinds & {"MultiHeadAttention", "Softmax"}


@pytest.mark.train
def test_learns_a_tiny_corpus_and_resumes(corpus: Path, tokenizer: Path, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="needs the extra `train`")
    pytest.importorskip("onnx", reason="needs the extra `train`")
    from claimkit.training.model import Shape
    from claimkit.training.run import train_model
    from claimkit.training.train import Settings

    torch.set_num_threads(1)  # matrices this small are slower on two
    shape = Shape(vocabulary=80, hidden=48, inner=96, layers=2, heads=4, positions=192)
    settings = Settings(epochs=9, rate=3e-3, head_factor=1, transition_factor=5, tokens=400, sizes=(32, 48), held_out=4)
    settings = replace(settings, hide=0.0, dropout=0.05, average=0.9)

    def train(out: str, work: str, stop: int | None = None) -> None:
        chosen = tmp_path / work
        chosen.mkdir(exist_ok=True)
        train_model(corpus, None, tmp_path / out, chosen, settings, shape=shape, tokenizer=tokenizer, stop_after=stop)

    train("whole", "work-whole")
    text = "The town has two schools . Greta warned that the fund is empty .\n\n“ nobody saw the letter , ” said Hugo ."
    tagging = Tagger(tmp_path / "whole").tag(text, mark_styles(find_regions(text), len(text)))
    assert [text[s.start : s.end] for s in tagging.sources] == ["Greta", "Hugo"]
    assert [text[s.start : s.end] for s in tagging.cues] == ["warned", "said"]
    assert [text[s.start : s.end] for s in tagging.contents] == [
        "that the fund is empty",
        "“ nobody saw the letter , ”",
    ]
    assert [i for i, _ in tagging.cue_of] == [0, 1]
    assert [i for i, _ in tagging.source_of] == [0, 1]

    train("cut", "work-cut", stop=30)
    assert not (tmp_path / "cut").exists()
    train("cut", "work-cut")
    with np.load(tmp_path / "whole" / "link.npz") as whole, np.load(tmp_path / "cut" / "link.npz") as cut:
        for name in whole.files:
            np.testing.assert_allclose(whole[name], cut[name], atol=1e-5)

    with pytest.raises(ModelError, match="other settings"):
        train_model(
            corpus,
            None,
            tmp_path / "cut",
            tmp_path / "work-cut",
            replace(settings, seed=2),
            shape=shape,
            tokenizer=tokenizer,
        )
