"""Writes random tables as Parquet files by pyarrow and as arrays by NumPy into the folder it is given, and what they hold
as expected.json: by file, by column, a value per row, null where there is none."""

import datetime
import decimal
import json
import pathlib
import random
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

folder = pathlib.Path(sys.argv[1])
seed = int(sys.argv[2])
draw = random.Random(seed)
numbers = np.random.default_rng(seed)
expected = {}


def some(make, nulls=True):
    """A column of 1000 values; a fifth of them are missing."""
    return [None if nulls and draw.random() < 0.2 else make() for _ in range(1000)]


def text():
    return "".join(draw.choice('aäß"\n,;🙂 \\0') for _ in range(draw.randrange(1, 9)))


def moment():
    return datetime.datetime(2001, 1, 1) + datetime.timedelta(milliseconds=draw.randrange(10**12))


def told(values, kind):
    """As the table has them: numbers, or texts."""
    if kind == "moment":
        return [v and v.isoformat(timespec="milliseconds") + "Z" for v in values]
    if kind == "day":
        return [v and v.isoformat() for v in values]
    if kind == "truth":
        return [v if v is None else str(v).lower() for v in values]
    if kind == "number":
        return [None if v is None else float(v) for v in values]
    return values


columns = {
    "double": (pa.float64(), "number", lambda: draw.uniform(-1e9, 1e9)),
    "tiny": (pa.float64(), "number", lambda: draw.uniform(-1, 1) * 10.0 ** draw.randrange(-300, 300)),
    "single": (pa.float32(), "number", lambda: float(np.float32(draw.gauss(0, 1)))),
    "half": (pa.float16(), "number", lambda: np.float16(draw.gauss(0, 1))),
    "whole": (pa.int64(), "number", lambda: draw.randrange(-(2**53), 2**53)),
    "small": (pa.int8(), "number", lambda: draw.randrange(-128, 128)),
    "short": (pa.uint16(), "number", lambda: draw.randrange(2**16)),
    "unsigned": (pa.uint32(), "number", lambda: draw.randrange(2**32)),
    "price": (pa.decimal128(12, 2), "number", lambda: decimal.Decimal(draw.randrange(-(10**11), 10**11)).scaleb(-2)),
    "truth": (pa.bool_(), "truth", lambda: draw.random() < 0.5),
    "text": (pa.string(), "text", text),
    "large": (pa.large_string(), "text", text),
    "kind": (pa.dictionary(pa.int32(), pa.string()), "text", lambda: draw.choice(["iris", "rose", "lily"])),
    "day": (pa.date32(), "day", lambda: moment().date()),
    "millis": (pa.timestamp("ms"), "moment", moment),
    "micros": (pa.timestamp("us"), "moment", moment),
    "nanos": (pa.timestamp("ns"), "moment", moment),
    "zoned": (pa.timestamp("us", tz="UTC"), "moment", moment),
}
options = {
    "usual": {},
    "plain": {"compression": "none", "use_dictionary": False},
    "groups": {"row_group_size": 137, "compression": "zstd"},
    "pages": {"data_page_size": 256, "write_batch_size": 16, "compression": "gzip"},
    "second": {"data_page_version": "2.0", "version": "2.6", "compression": "brotli"},
    "old": {"version": "1.0", "compression": "lz4"},
    "checked": {"write_page_checksum": True, "write_page_index": True, "store_schema": False},
}
for name, how in options.items():
    values = {column: some(make, nulls=name != "plain") for column, (_, _, make) in columns.items()}
    table = pa.table({column: pa.array(values[column], columns[column][0]) for column in columns})
    pq.write_table(table, folder / f"{name}.parquet", **how)
    expected[f"{name}.parquet"] = {column: told(values[column], columns[column][1]) for column in columns}

for code in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "?"]:
    for order in "<>":
        whole = numbers.integers(0, 2 if code == "?" else 100, (7, 3))
        matrix = (whole / 7 if code[0] == "f" else whole).astype(np.dtype(code).newbyteorder(order))
        if code[0] == "f":
            matrix[2, 1] = np.nan
        layout = np.asfortranarray(matrix) if order == ">" else matrix
        name = f"{code.replace('?', 'b')}-{'little' if order == '<' else 'big'}.npy"
        np.save(folder / name, layout)
        expected[name] = {
            f"x{column}": [None if v != v else float(v) for v in matrix[:, column]] for column in range(3)
        }
records = np.array([(1.5, 2, "ä"), (-0.25, -3, "bc")], dtype=[("a", "f8"), ("b", "i2"), ("c", "U4")])
np.save(folder / "records.npy", records)
expected["records.npy"] = {"a": [1.5, -0.25], "b": [2, -3], "c": ["ä", "bc"]}

rows = numbers.normal(size=(50, 4))
labels = numbers.integers(0, 3, 50)
kinds = np.array(["iris", "rose", "lily"])[labels]
for name, save in [("stored.npz", np.savez), ("packed.npz", np.savez_compressed)]:
    save(folder / name, X=rows, y=labels, kind=kinds)
    expected[name] = {
        **{f"X{column}": rows[:, column].tolist() for column in range(4)},
        "y": labels.tolist(),
        "kind": kinds.tolist(),
    }

(folder / "expected.json").write_text(json.dumps(expected), encoding="utf-8")
