"""Makes the checkpoints beside it: `pip install deltalake pyarrow`, then run it here.

The table has 3 rows, then 4 more in a second file; the one whose `id` is 0 is
deleted, which writes the first file anew. Version 2 is the checkpoint.
"""

import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable, write_deltalake


def rows(first: int, count: int) -> pa.Table:
    ids = range(first, first + count)
    return pa.table(
        {"id": pa.array(ids, pa.int64()), "country": ["nl"] * count}
    )


with tempfile.TemporaryDirectory() as table:
    write_deltalake(table, rows(0, 3))
    write_deltalake(table, rows(3, 4), mode="append")
    DeltaTable(table).delete("id = 0")
    DeltaTable(table).create_checkpoint()
    name = "00000000000000000002.checkpoint.parquet"
    checkpoint = Path(table, "_delta_log", name)
    here = Path(__file__).parent
    # As it is written without compression, as Spark packs it, and as is not read.
    (here / "checkpoint.parquet").write_bytes(checkpoint.read_bytes())
    for codec in ("snappy", "gzip"):
        pq.write_table(
            pq.read_table(checkpoint),
            here / f"checkpoint.{codec}.parquet",
            compression=codec,
        )

# Few bytes that become many.
ADDS = 99_000
adds = pa.array(
    [{"path": "x" * 4000, "stats": '{"numRecords":1}'}] * ADDS,
    pa.struct([("path", pa.string()), ("stats", pa.string())]),
)
pq.write_table(
    pa.table({"add": adds}),
    Path(__file__).parent / "bomb.parquet",
    compression="snappy",
)
