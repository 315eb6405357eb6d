"""An ONNX graph while it is rewritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(slots=True)
class Part:
    """Nodes and arrays that come into a graph together; their names begin alike."""

    name: str
    nodes: list[Any] = field(default_factory=list)
    arrays: list[Any] = field(default_factory=list)

    def node(self, kind: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """Returns the name of the node's value."""
        [made] = self.several(kind, *inputs, outputs=(output or f"{self.name}/{kind}_{len(self.nodes)}",), **attributes)
        return made

    def several(self, kind: str, *inputs: str, outputs: tuple[str, ...], **attributes: Any) -> tuple[str, ...]:
        """A node with several values."""
        from onnx import helper

        self.nodes.append(helper.make_node(kind, inputs, outputs, **attributes))
        return outputs

    def array(self, values: Any, kind: type[Any] = np.float32) -> str:
        """Returns the array's name."""
        from onnx import numpy_helper

        self.arrays.append(numpy_helper.from_array(np.asarray(values, kind), f"{self.name}/array_{len(self.arrays)}"))
        return str(self.arrays[-1].name)


@dataclass(frozen=True, slots=True)
class Dense:
    """A product of 8-bit numbers: the node that rounds its input, the names of its weights, and of what comes out."""

    rounding: Any
    product: Any
    scaled: Any
    levels: str
    scale: str

    @property
    def output(self) -> str:
        """The product in floats."""
        return str(self.scaled.output[0])


class Graph:
    """Nodes and arrays of a model whose large arrays are in files of `folder`."""

    def __init__(self, model: Any, folder: Path) -> None:
        self._graph = model.graph
        self._folder = str(folder)
        self.nodes: list[Any] = list(model.graph.node)
        self._arrays = {tensor.name: tensor for tensor in model.graph.initializer}

    def of_kind(self, kind: str) -> list[Any]:
        """The nodes of one operator."""
        return [node for node in self.nodes if node.op_type == kind]

    def maker(self, value: str) -> Any:
        """The node that a value comes from."""
        return next(node for node in self.nodes if value in node.output)

    def users(self, value: str) -> list[Any]:
        """The nodes that take a value."""
        return [node for node in self.nodes if value in node.input]

    def array_of(self, node: Any) -> str:
        """The one input of a node that is an array."""
        [name] = [value for value in node.input if value in self._arrays]
        return str(name)

    def values(self, name: str) -> NDArray[Any]:
        """What is in an array."""
        from onnx import numpy_helper

        values: NDArray[Any] = numpy_helper.to_array(self._arrays[name], self._folder)
        return values

    def dense(self, product: Any) -> Dense:
        """What belongs to a MatMulInteger."""
        [cast] = self.users(product.output[0])
        [scaled] = self.users(cast.output[0])
        [unit] = [self.maker(value) for value in scaled.input if value != cast.output[0]]
        return Dense(self.maker(product.input[0]), product, scaled, product.input[1], self.array_of(unit))

    def dense_to(self, value: str) -> Dense:
        """The product that a value comes from."""
        [cast] = [one for source in self.maker(value).input if (one := self.maker(source)).op_type == "Cast"]
        return self.dense(self.maker(cast.input[0]))

    def multiply(self, part: Part, rounding: Any, levels: str, scale: str, output: str = "") -> str:
        """Adds to `part` the product of a rounded input with other weights; returns its name."""
        from onnx import TensorProto

        rounded, unit, zero = rounding.output
        product = part.node("Cast", part.node("MatMulInteger", rounded, levels, zero), to=TensorProto.FLOAT)
        return part.node("Mul", product, part.node("Mul", unit, scale), output=output)

    def replace(self, node: Any, part: Part) -> None:
        """Puts `part` where a node is."""
        place = next(i for i, one in enumerate(self.nodes) if one is node)
        self.nodes[place : place + 1] = part.nodes
        self._arrays |= {tensor.name: tensor for tensor in part.arrays}

    def write(self) -> None:
        """Puts what leads to a result into the model.

        Shapes of values are left out: by them onnxruntime joins sums and norms into an operator that is slower, which
        costs a tenth of the tagger's time.
        """
        wanted = {value.name for value in self._graph.output}
        kept: list[Any] = []
        for node in reversed(self.nodes):
            if wanted & set(node.output):
                kept.append(node)
                wanted |= set(node.input)
        self.nodes = kept[::-1]
        arrays = [tensor for name, tensor in self._arrays.items() if name in wanted]
        _fill(self._graph.node, self.nodes)
        _fill(self._graph.initializer, arrays)
        del self._graph.value_info[:]


def _fill(field_: Any, with_: Iterable[Any]) -> None:
    held = list(with_)
    del field_[:]
    field_.extend(held)
