"""The collection on disk, so that a build looks only at what changed. Whatever cannot be read is as if it were not there.

Two files: `vectors-NAME.npy`, large, mapped into memory and only made anew from time to time; `state`, small, written after
each change, which says which of the former it belongs to and holds the vectors that were replaced since. `state` is a line
of JSON, which says what follows, and the bytes of the arrays.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from plugins.related.answers import FORMAT, STATE, TEXTS
from plugins.related.collection import Collection, Entry
from plugins.related.nearest import Lists, Vectors
from plugins.related.order import Profiles
from plugins.related.vectors import Vector

REPLACED = 200
"""How many replaced vectors are kept beside the large file before it is written anew."""


Arrays = Mapping[str, NDArray[Any]]


def save(folder: Path, collection: Collection, key: str) -> Collection:
    """Write the collection, and return it as it will be read. `key`: what all vectors depend on besides their article."""
    folder.mkdir(parents=True, exist_ok=True)
    vectors = collection.vectors
    name = _name_of(folder, vectors)
    if name is None or len(vectors.replaced) > REPLACED:
        vectors = Vectors.of([vectors.row(slot) for slot in range(vectors.size)])
        name = _write_vectors(folder, vectors)
    arrays = _arrays(collection, vectors)
    data = [array.tobytes() for array in arrays.values()]
    head = {
        "format": FORMAT,
        "key": key,
        "name": name,
        "least": collection.least,
        "size": vectors.size,
        "arrays": [[each, array.dtype.str, array.shape] for each, array in arrays.items()],
        "sums": [zlib.adler32(part) for part in data],
    }
    with _replacing(folder / STATE) as file:
        file.write(json.dumps(head).encode() + b"\n")
        file.writelines(data)
    for path in folder.glob("vectors-*.npy"):
        if path.name != name:
            path.unlink(missing_ok=True)
    return collection


def _arrays(collection: Collection, vectors: Vectors) -> Arrays:
    entries, lists, replaced = collection.entries, collection.lists, sorted(vectors.replaced)
    rows = Vectors.of([vectors.replaced[slot] for slot in replaced])
    texts = {
        name: np.frombuffer("\n".join([getattr(entry, name) for entry in entries]).encode(), np.uint8)
        for name in TEXTS
    }
    return {
        **texts,
        "ranked": collection.ranked.astype(np.int32),
        "days": np.array([entry.day for entry in entries], np.int32),
        "starts": vectors.starts,
        "replaced": np.array(replaced, np.int32),
        "replaced_starts": rows.starts,
        "replaced_columns": rows.columns,
        "replaced_weights": rows.weights,
        "owners": lists.owners,
        "others": lists.others,
        "products": lists.products,
        "floors": lists.floors,
        "members": collection.profiles.members,
        "shares": collection.profiles.shares,
    }


def load(folder: Path, key: str) -> Collection | None:
    """Read what `save` wrote with the same key, or None."""
    try:
        with (folder / STATE).open("rb") as file:
            head = json.loads(file.readline())
            if head["format"] != FORMAT or head["key"] != key:
                return None
            arrays = dict(_read_arrays(file, head))
        vectors = _read_vectors(folder / head["name"], arrays, head["size"])
        texts = [bytes(arrays[name]).decode().split("\n") for name in TEXTS]
        slugs, keys, topics = texts if vectors.size else ([], [], [])
        entries = list(map(Entry, slugs, keys, arrays["days"].tolist(), topics))
        least = int(head["least"])
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None
    lists = Lists(*(arrays[name] for name in ("owners", "others", "products", "floors")))
    profiles = Profiles(arrays["members"], arrays["shares"])
    sizes = {len(entries), vectors.size, len(lists.floors), len(profiles.members), len(arrays["ranked"])}
    return Collection(entries, vectors, lists, profiles, arrays["ranked"], least) if len(sizes) == 1 else None


def _read_arrays(file: IO[bytes], head: Mapping[str, Any]) -> Iterator[tuple[str, NDArray[Any]]]:
    for (name, kind, shape), total in zip(head["arrays"], head["sums"], strict=True):
        dtype = np.dtype(kind)
        data = bytearray(file.read(int(np.prod(shape, dtype=np.int64)) * dtype.itemsize))
        if zlib.adler32(data) != total:
            msg = f"{name} is damaged"
            raise ValueError(msg)
        yield name, np.frombuffer(data, dtype).reshape(shape)


def _read_vectors(path: Path, arrays: Arrays, size: int) -> Vectors:
    both = np.load(path, mmap_mode="r", allow_pickle=False)
    if both.dtype != np.int32 or both.shape != (2, arrays["starts"][-1]):
        msg = "the offsets of another file"
        raise ValueError(msg)
    replaced = arrays["replaced"].tolist()
    names = ("replaced_starts", "replaced_columns", "replaced_weights")
    starts, columns, weights = (arrays[name] for name in names)
    rows = Vectors(starts, columns, weights, {}, len(replaced))
    known: dict[int, Vector] = {slot: rows.row(number) for number, slot in enumerate(replaced)}
    return Vectors(arrays["starts"], both[0], both[1].view(np.float32), known, size)


def _name_of(folder: Path, vectors: Vectors) -> str | None:
    """Return the large file that these vectors were mapped from, if it is in the folder."""
    base = getattr(vectors.columns, "filename", None)
    return Path(base).name if base and Path(base).parent == folder.resolve() and Path(base).exists() else None


def _write_vectors(folder: Path, vectors: Vectors) -> str:
    both = np.vstack([vectors.columns, vectors.weights.view(np.int32)])
    name = f"vectors-{zlib.crc32(both.tobytes()):08x}.npy"
    with _replacing(folder / name) as file:
        np.save(file, both)
    return name


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """Open a file beside the given one; it takes its place when all is written."""
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(part).replace(path)
    finally:
        Path(part).unlink(missing_ok=True)
