"""Which of onnxruntime's operators give other bytes on another processor?

    python tests/benchmarks/bench_operators.py [--emulator "qemu-x86_64 -cpu Haswell"]

Each operator runs alone over the same made-up numbers, here and in the emulator (Debian's qemu-user), in a few CPU
seconds. The graphs are made by `onnx`, which the extra `train` has.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

RUN = """
import pathlib, sys, numpy, onnxruntime
folder, answered = pathlib.Path(sys.argv[1]), {}
options = onnxruntime.SessionOptions()
options.intra_op_num_threads, options.log_severity_level = 1, 4
for path in sorted(folder.glob("*.onnx")):
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception:
        continue  # no kernel for this type of number
    for number, values in enumerate(session.run(None, dict(numpy.load(path.with_suffix(".npz"))))):
        answered[f"{path.stem} {number}"] = values
numpy.savez(sys.argv[2], **answered)
"""
ROWS, WIDTH, OUTPUTS, HEADS = 33, 384, 96, 12
FLOAT, DOUBLE = np.float32, np.float64
ONE = ["Erf", "Exp", "Sqrt", "Tanh", "Sigmoid", "Softmax", "ReduceSum", "ReduceMean", "ReduceMax"]
TWO = ["Add", "Sub", "Mul", "Div", "MatMul"]
MICROSOFT = "com.microsoft"


def cases() -> dict[str, tuple[Any, dict[str, Any], int]]:
    """Name → (node, inputs, number of outputs)."""
    random = np.random.default_rng(1)

    def states(kind: type[Any], *shape: int) -> Any:
        return (random.normal(size=shape or (ROWS, WIDTH)) * 2).astype(kind)

    made: dict[str, tuple[Any, dict[str, Any], int]] = {}

    def case(operator: str, kind: type[Any], outputs: int = 1, domain: str = "", **inputs: Any) -> None:
        settings: dict[str, dict[str, Any]] = {
            "MultiHeadAttention": {"num_heads": HEADS},
            "LayerNormalization": {"epsilon": 1e-12},
        }
        names = [f"out{number}" for number in range(outputs)]
        node = helper.make_node(operator, list(inputs), names, domain=domain, **settings.get(operator, {}))
        given = {name: values for name, values in inputs.items() if name}  # "" is one that is left out
        made[f"{operator} {np.dtype(kind).name}"] = node, given, outputs

    for kind in (FLOAT, DOUBLE):
        for operator in ONE:
            case(operator, kind, x=np.abs(states(kind)) if operator == "Sqrt" else states(kind))
        for operator in TWO:
            case(operator, kind, x=states(kind), y=states(kind, *((WIDTH, OUTPUTS) if operator == "MatMul" else ())))
        case("LayerNormalization", kind, x=states(kind), gain=states(kind, WIDTH), shift=states(kind, WIDTH))
    case("Gelu", FLOAT, domain=MICROSOFT, x=states(FLOAT))
    asked = {name: states(FLOAT, 1, ROWS, WIDTH) for name in ("query", "key", "value")}
    case("MultiHeadAttention", FLOAT, domain=MICROSOFT, **asked)
    case("DynamicQuantizeLinear", FLOAT, outputs=3, x=states(FLOAT))
    rounded, zero = random.integers(0, 256, (ROWS, WIDTH)).astype(np.uint8), np.array(121, np.uint8)
    case("DequantizeLinear", FLOAT, x=rounded, scale=np.array(0.0123, FLOAT), zero=zero)
    weights = random.integers(-64, 65, (WIDTH, OUTPUTS)).astype(np.int8)  # of two no sum is beyond 128
    case("MatMulInteger", np.int8, x=rounded, y=weights, zero=zero)
    unit, scales = np.array(0.0123, FLOAT), (random.random(OUTPUTS) / 100).astype(FLOAT)
    case("QuantizeLinear", FLOAT, x=states(FLOAT), scale=unit, zero=zero)
    product = {"x": rounded, "y": weights, "unit": unit, "scales": scales, "zero": zero, "": None}
    case("MatMulIntegerToFloat", np.int8, domain=MICROSOFT, **product, shift=states(FLOAT, OUTPUTS))
    return made


def write(folder: Path) -> None:
    for name, (node, inputs, outputs) in cases().items():
        given = [
            helper.make_tensor_value_info(key, helper.np_dtype_to_tensor_dtype(value.dtype), value.shape)
            for key, value in inputs.items()
        ]
        found = [helper.make_tensor_value_info(f"out{n}", TensorProto.UNDEFINED, None) for n in range(outputs)]
        for one in found:
            one.ClearField("type")
        graph = helper.make_graph([node], "one", given, found)
        domains = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
        model = helper.make_model(graph, opset_imports=domains, ir_version=8)
        (folder / f"{name}.onnx").write_bytes(model.SerializeToString())
        np.savez(folder / f"{name}.npz", **inputs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--emulator", default="qemu-x86_64 -cpu Haswell")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
        answers = []
        for number, before in enumerate(([], shlex.split(given.emulator))):
            path = f"{folder}/answered{number}.npz"
            subprocess.run([*before, sys.executable, "-c", RUN, folder, path], check=True)
            with np.load(path) as file:
                answers.append({name: file[name] for name in file.files})
    here, there = answers
    for name, values in here.items():
        same = values.tobytes() == there[name].tobytes()
        apart = "same" if same else f"{np.abs(values.astype(float) - there[name].astype(float)).max():.1e}"
        print(f"{name.rpartition(' ')[0]:32} {apart}")


if __name__ == "__main__":
    main()
