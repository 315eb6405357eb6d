"""Rows passed from the steps of one stage to those of the next through files, so that nothing is held or lost.

A stage is a pure function from tables to tables, called once for each of its steps. The rows it returns say in their
column `to` which step of the next stage they are for. A step writes one file for each of its tables: where the rows for
each step begin, then the rows. A step of the next stage reads its own piece of each file, which takes three system
calls; Parquet, which keeps a description of each column for each piece, took five times as long for many pieces.

A step that is done has a mark, written last. So a run goes on where it was stopped, and a lost worker costs one step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from claimkit.errors import WorkerError
from claimkit.shards.engines import DIED, Engine
from claimkit.shards.folder import Folder
from claimkit.shards.mapping import prepare

Facts = Mapping[str, Any]
Function = Callable[..., dict[str, Any]]  # tables of the stages it reads, then facts → tables by name


@dataclass(frozen=True, slots=True)
class Stage:
    """`steps` calls of `function`, which reads piece i of the tables `reads` (`stage/table`) in call i.

    A table in `shared` is read whole by every step. `facts` are the same for all steps.
    """

    name: str
    function: Function
    steps: int
    reads: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    pieces: int = 1  # that each of its tables is cut into
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One call of a stage's function."""

    stage: Stage
    number: int
    before: Mapping[str, int]  # the number of steps of the stages that it reads
    work: Folder


@dataclass(slots=True)
class Exchange:
    """The stages of one piece of work in a folder, done one after the other."""

    engine: Engine
    work: Folder
    told: Callable[[str], None] = lambda name: None
    _steps: dict[str, int] = field(default_factory=dict)

    def run(self, stage: Stage) -> dict[str, list[Any]]:
        """Do the stage's missing steps; returns for each table the rows for each piece, summed over the steps.

        What a function returns under the name `facts` comes back as a list, one for each step.
        """
        self.told(stage.name)
        self._steps[stage.name] = stage.steps
        whole = self.work.read_json(f"{stage.name}/done.json")
        if whole is None:
            done = set(self.work.names(f"{stage.name}/steps"))
            steps = (Step(stage, n, self._steps, self.work) for n in range(stage.steps) if f"{n:06}.json" not in done)
            for step, result in self.engine.results(run_step, steps):
                if isinstance(result, WorkerError):
                    raise WorkerError(
                        f"worker processes die while linking ({stage.name}, step {step.number}), often for want of"
                        " memory; what was finished is kept: run the same command again, with fewer or larger workers"
                    )
                if isinstance(result, BaseException):
                    raise result
            whole = self._summed(stage)
            self.work.write_json(f"{stage.name}/done.json", whole)
        return dict(whole)

    def _summed(self, stage: Stage) -> dict[str, list[Any]]:
        marks = [self.work.read_json(f"{stage.name}/steps/{n:06}.json") for n in range(stage.steps)]
        found: dict[str, list[Any]] = {"facts": [mark["facts"] for mark in marks]}
        for name in marks[0]["rows"]:
            found[name] = np.sum([mark["rows"][name] for mark in marks], axis=0).tolist()
        return found


def run_step(step: Step) -> None:
    """Read the step's rows, call the function, write what it returns."""
    prepare()
    stage, work = step.stage, step.work
    given = [read_piece(work, name, step.number, step.before) for name in stage.reads]
    given += [read_piece(work, name, None, step.before) for name in stage.shared]
    try:
        made = stage.function(*given, step=step.number, **stage.facts)
    except MemoryError as error:
        raise WorkerError(DIED) from error
    facts = made.pop("facts", None)
    rows = {}
    for name, table in made.items():
        with work.writing(f"{stage.name}/{name}/{step.number:06}.rows", durable=False) as file:
            rows[name] = write_pieces(file, table, stage.pieces)
    work.write_json(f"{stage.name}/steps/{step.number:06}.json", {"rows": rows, "facts": facts}, durable=False)


def write_pieces(file: Any, table: Any, pieces: int) -> list[int]:
    """Write the table's rows, cut by their column `to`; returns how many go to each."""
    import pyarrow as pa

    to = column(table, "to")
    order = np.argsort(to, kind="stable")
    rows = np.bincount(to, minlength=pieces)
    ordered = table.drop_columns(["to"]).take(pa.array(order)).combine_chunks()
    ends = np.cumsum(rows).tolist()
    places = [0]
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    for end, number in zip(ends, rows.tolist(), strict=True):
        if number:
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, ordered.schema, options=options) as writer:
                writer.write_table(ordered.slice(end - number, number))
            data = sink.getvalue()
            file.write(data)
            places.append(places[-1] + data.size)
        else:
            places.append(places[-1])
    file.write(np.array(places, dtype="<i8").tobytes())
    return [int(number) for number in rows]


def read_piece(work: Folder, name: str, piece: int | None, steps: Mapping[str, int]) -> Any:
    """The rows for one piece, or for all, of the steps that wrote the table; None if there are none."""
    import pyarrow as pa

    found = []
    for number in range(steps[name.split("/")[0]]):
        with work.reading(f"{name}/{number:06}.rows") as file:
            found += _pieces(file, piece)
    return pa.concat_tables(found) if found else None


def _pieces(file: Any, piece: int | None) -> list[Any]:
    """One piece of a file, or all, as tables."""
    import pyarrow as pa

    size = file.size()
    file.seek(size - 8)
    table = int(np.frombuffer(file.read(8), dtype="<i8")[0])  # where the last piece ends, the places begin
    first, number = (0, (size - table) // 8 - 1) if piece is None else (piece, 1)
    file.seek(table + 8 * first)
    places = np.frombuffer(file.read(8 * (number + 1)), dtype="<i8").tolist()
    found = []
    for start, end in pairwise(places):
        if end > start:
            file.seek(start)
            with pa.ipc.open_stream(pa.py_buffer(file.read(end - start))) as reader:
                found.append(reader.read_all())
    return found


def column(table: Any, name: str) -> Any:
    """A column as a numpy array; keys of a fixed width come as bytes."""
    import pyarrow as pa

    values = table.column(name).combine_chunks()
    if pa.types.is_fixed_size_binary(values.type):
        width = values.type.byte_width
        data = values.buffers()[1]
        return np.frombuffer(data, dtype=f"S{width}", count=len(values) + values.offset)[values.offset :]
    return values.to_numpy(zero_copy_only=False)


def rows_table(rows: Iterable[tuple[Any, ...]], **types: str) -> Any:
    """Rows as an Arrow table; `types` are its columns, each by the name of its type: `string`, `int32`."""
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    named = zip(types.items(), columns, strict=True)
    return pa.table({name: pa.array(values, pa.type_for_alias(kind)) for (name, kind), values in named})


def nothing() -> Any:
    """A table without rows, for the steps of the next stage."""
    return rows_table((), to="int32")


def keys(values: Any) -> Any:
    """Bytes of a fixed width as an Arrow array."""
    import pyarrow as pa

    width = values.dtype.itemsize
    data = np.ascontiguousarray(values)
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(width), len(data), [None, pa.py_buffer(data)])


def lists(values: Any, ends: Any) -> Any:
    """Values cut into lists, each up to its end, as an Arrow array."""
    import pyarrow as pa

    offsets = np.concatenate([[0], ends]).astype(np.int64)
    return pa.LargeListArray.from_arrays(pa.array(offsets), pa.array(values))


def flat(table: Any, name: str) -> tuple[Any, Any]:
    """All values of a column of lists, and where each list begins; one more for the end of the last."""
    values = table.column(name).combine_chunks()
    offsets = values.offsets.to_numpy()
    inner = values.values
    return inner.slice(int(offsets[0]), int(offsets[-1] - offsets[0])), offsets - offsets[0]
