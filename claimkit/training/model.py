"""The tagger as a torch module: BERT encoder, tag scores with a linear-chain CRF, projections and link scorer.

CRF after Lafferty, McCallum and Pereira (2001); biaffine links after Dozat and Manning (2017). Parameter names of
the encoder are BERT's, shortened; `load_bert` reads a published checkpoint.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from claimkit.analysis.tagger.decode import LABELS, hard_transitions
from claimkit.analysis.tagger.linker import TABLES, WIDTH
from claimkit.errors import ModelError

FEATURES = 9  # case of the word (3) times quotation state (3): see claimkit.analysis.tagger.encode
_SLOTS = 8  # 4 link roles, each with a vector for a span's first and its last piece
_EPSILON = 1e-12  # of BERT's layer norms
_MASKED = -1e4


@dataclass(frozen=True, slots=True)
class Shape:
    """Size of an encoder; the defaults are MiniLM-L6-H384's."""

    vocabulary: int = 30522
    hidden: int = 384
    inner: int = 1536
    layers: int = 6
    heads: int = 12
    positions: int = 512


class _Attention(torch.autograd.Function):
    """Attention without a mask, as the one operator that ONNX Runtime has for it: a tenth less time than its parts."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        """All [batch, length, hidden]; computed here only to find the graph's shapes."""
        parts = (x.unflatten(2, (heads, -1)).transpose(1, 2) for x in (query, key, value))
        return F.scaled_dot_product_attention(*parts).transpose(1, 2).flatten(2)

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        """The operator's name and number of heads."""
        return graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads).setType(query.type())


class Layer(nn.Module):
    """One transformer layer, normalised after each half."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.hidden, 3 * shape.hidden)
        self.out = nn.Linear(shape.hidden, shape.hidden)
        self.norm1 = nn.LayerNorm(shape.hidden, _EPSILON)
        self.up = nn.Linear(shape.hidden, shape.inner)
        self.down = nn.Linear(shape.inner, shape.hidden)
        self.norm2 = nn.LayerNorm(shape.hidden, _EPSILON)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """`x` [batch, length, hidden]; `mask` [batch, 1, 1, length], added to attention scores."""
        query, key, value = self.qkv(x).chunk(3, dim=2)
        if mask is None:
            attended = _Attention.apply(query, key, value, self.heads)
        else:
            query, key, value = (t.unflatten(2, (self.heads, -1)).transpose(1, 2) for t in (query, key, value))
            attended = F.scaled_dot_product_attention(query, key, value, attn_mask=mask).transpose(1, 2).flatten(2)
        x = self.norm1(x + self.drop(self.out(attended)))
        result: Tensor = self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))
        return result


class Encoder(nn.Module):
    """BERT without pooler; token types carry the input features."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.word = nn.Embedding(shape.vocabulary, shape.hidden)
        self.position = nn.Embedding(shape.positions, shape.hidden)
        self.feature = nn.Embedding(FEATURES, shape.hidden)
        self.norm = nn.LayerNorm(shape.hidden, _EPSILON)
        self.drop = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> Tensor:
        """States [batch, length, hidden] of wordpieces [batch, length]; without `mask` all of them count."""
        positions = torch.arange(ids.shape[1], device=ids.device)[None]
        x: Tensor = self.drop(self.norm(self.word(ids) + self.feature(features) + self.position(positions)))
        added = None if mask is None else (1.0 - mask[:, None, None, :].to(x.dtype)) * _MASKED
        for layer in self.layers:
            x = layer(x, added)
        return x


class TaggerNet(nn.Module):
    """Tag scores [batch, length, 7] and link states [batch, length, 512]; the CRF and link weights ride along."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(shape, dropout)
        self.drop = nn.Dropout(dropout)
        self.tag = nn.Linear(shape.hidden, len(LABELS))
        self.project = nn.Linear(shape.hidden, _SLOTS * WIDTH)
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.content_cue = nn.Parameter(torch.eye(WIDTH) * 0.3 + torch.randn(WIDTH, WIDTH) * 0.02)
        self.cue_source = nn.Parameter(torch.eye(WIDTH) * 0.3 + torch.randn(WIDTH, WIDTH) * 0.02)
        self.no_cue = nn.Linear(WIDTH, 1)
        self.no_source = nn.Linear(WIDTH, 1)
        self.content_tables = _tables()
        self.source_tables = _tables()
        self.illegal: Tensor
        self.register_buffer("illegal", torch.from_numpy(hard_transitions()).clamp(min=_MASKED), persistent=False)

    def forward(self, ids: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        """What ONNX exports: whole windows, no padding."""
        states = self.encoder(ids, features)
        return self.tag(self.drop(states)), self.project(states)

    def crf_loss(self, scores: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Mean negative log-likelihood a word of the tag paths; all [batch, words(, 7)], mask bool, padding last."""
        table = self.transitions + self.illegal
        kept = mask.float()
        gold = (scores.gather(2, tags[..., None])[..., 0] * kept).sum()
        gold = gold + (table[tags[:, :-1], tags[:, 1:]] * kept[:, 1:]).sum()
        alpha = scores[:, 0]
        for t in range(1, scores.shape[1]):
            after = torch.logsumexp(alpha[:, :, None] + table, 1) + scores[:, t]
            alpha = torch.where(mask[:, t, None], after, alpha)
        return (torch.logsumexp(alpha, 1).sum() - gold) / kept.sum()

    def represent(self, states: Tensor, spans: Tensor, role: int) -> Tensor:
        """Spans [n, 2] (rows of `states` [pieces, 512], end exclusive) in one link role: [n, 64]."""
        grid = states.view(-1, _SLOTS // 2, 2, WIDTH)
        return torch.tanh(grid[spans[:, 0], role, 0] + grid[spans[:, 1] - 1, role, 1])

    def load_bert(self, path: Path) -> None:
        """Start the encoder from a BERT checkpoint in safetensors form. Raises ModelError if it does not fit."""
        from safetensors.torch import load_file

        try:
            weights = {name.removeprefix("bert."): w for name, w in load_file(path).items()}
            self.encoder.load_state_dict(_from_bert(weights, len(self.encoder.layers)))
        except (OSError, KeyError, RuntimeError) as error:
            raise ModelError(f"{path}: not a BERT checkpoint of the expected size ({error})") from error


def _tables() -> nn.ParameterList:
    """One score a value of each pair feature; nearer, same paragraph and fewer rivals start out better."""
    tables = [torch.zeros(size) for size in TABLES]
    near = -0.3 * torch.arange(TABLES[0] // 2)
    tables[0] = torch.cat([near, near])
    tables[1] = torch.tensor([-1.0, 1.0])
    tables[2] = torch.tensor([1.0, 0.0, -0.5, -1.0])
    return nn.ParameterList(nn.Parameter(t) for t in tables)


def _from_bert(weights: dict[str, Tensor], layers: int) -> dict[str, Any]:
    types = weights["embeddings.token_type_embeddings.weight"][:1]
    features = types + 0.01 * torch.randn(FEATURES, types.shape[1])
    features[0] = types[0]
    state = {
        "word.weight": weights["embeddings.word_embeddings.weight"],
        "position.weight": weights["embeddings.position_embeddings.weight"],
        "feature.weight": features,
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    parts = {
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for i in range(layers):
        bert, own = f"encoder.layer.{i}.", f"layers.{i}."
        for kind in ("weight", "bias"):
            heads = [weights[f"{bert}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
            state[f"{own}qkv.{kind}"] = torch.cat(heads)
            for name, there in parts.items():
                state[f"{own}{name}.{kind}"] = weights[f"{bert}{there}.{kind}"]
    return state
