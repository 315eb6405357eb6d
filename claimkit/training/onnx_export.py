"""A trained network → the files of data/model/: tagger.onnx and words.bin (int8), link.npz, tokenizer.json, sums."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray

from claimkit.analysis.attribution.calibration import FILE
from claimkit.analysis.tagger import MODEL_FILES
from claimkit.inference import quantization
from claimkit.training.meaning import share_words
from claimkit.training.model import TaggerNet

_OPSET = 17


def export(net: TaggerNet, tokenizer: Path, folder: Path) -> None:
    """Write the model's files into `folder`, weights as int8 a channel (int8 a tensor costs 1.2 points of F1).

    `claimkit.training.quantise` then makes the scores those of every processor.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _export_onnx(net, folder / MODEL_FILES[0])
    np.savez(folder / MODEL_FILES[1], allow_pickle=False, **link_weights(net))
    shutil.copyfile(tokenizer, folder / MODEL_FILES[2])


def write_sums(folder: Path) -> None:
    """SHA-256 of each of the model's files, in the form that `sha256sum -c` reads."""
    sums = (f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in (*MODEL_FILES, FILE))
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def link_weights(net: TaggerNet) -> dict[str, NDArray[np.float32]]:
    """Link scorer and tag transitions under the names that `claimkit.analysis.tagger.linker` reads."""
    named = {
        "U1": net.content_cue,
        "U2": net.cue_source,
        "null1_w": net.no_cue.weight,
        "null1_b": net.no_cue.bias,
        "null_w": net.no_source.weight,
        "null_b": net.no_source.bias,
        "trans": net.transitions,
    }
    named |= {f"e1_{i}": table for i, table in enumerate(net.content_tables)}
    named |= {f"e2_{i}": table for i, table in enumerate(net.source_tables)}
    return {name: value.detach().float().cpu().numpy() for name, value in named.items()}


def _export_onnx(net: TaggerNet, path: Path) -> None:
    tools = quantization()
    names = ["ids", "feat", "tag", "proj"]
    ids = torch.ones((2, 16), dtype=torch.long)
    with tempfile.TemporaryDirectory() as temporary:
        plain, prepared = Path(temporary) / "plain.onnx", Path(temporary) / "prepared.onnx"
        torch.onnx.export(
            net.eval().cpu(),
            (ids, torch.zeros_like(ids)),
            str(plain),
            input_names=names[:2],
            output_names=names[2:],
            dynamic_axes={name: {0: "batch", 1: "length"} for name in names},
            opset_version=_OPSET,
            dynamo=False,
        )
        tools.quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
        tools.quantize_dynamic(
            str(prepared),
            str(path),
            weight_type=tools.QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )
    model = onnx.load(str(path))
    share_words(model, path.parent)
    path.write_bytes(model.SerializeToString())
