"""Reading of hourly QualAr exports: this project's parsers beside polars and pandas, in one run on the same files, one core.

bench/connect.py BINARY FILE…   (needs polars and pandas; BINARY is gemeo-bench-import, files are .tsv or .tsv.gz)
"""

import gzip
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time

os.environ["POLARS_MAX_THREADS"] = "1"
import pandas
import polars

ROUNDS = int(os.environ.get("GEMEO_BENCH_ROUNDS", "7"))


def median_ms(work):
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def columns(text):
    width = max(line.count("\t") for line in text.split("\n", 20)[:20]) + 1
    return ["time"] + [f"c{i}" for i in range(1, width)]


def with_polars(texts):
    for data, names in texts:
        frame = polars.read_csv(io.BytesIO(data), separator="\t", skip_rows=2, has_header=False,
                                schema={n: polars.String for n in names}, truncate_ragged_lines=True, missing_columns="insert")
        frame.select(polars.col("time").str.to_datetime("%Y/%m/%d %H:%M:%S"),
                     *[polars.col(n).str.replace(",", ".", literal=True).cast(polars.Float64, strict=False) for n in names[1:]])


def with_pandas(texts):
    for data, names in texts:
        frame = pandas.read_csv(io.BytesIO(data), sep="\t", skiprows=2, header=None, names=names, decimal=",", index_col=False)
        frame["time"] = pandas.to_datetime(frame["time"], format="%Y/%m/%d %H:%M:%S")


def unpacked(path):
    return gzip.open(path).read() if path.endswith(".gz") else open(path, "rb").read()


def ours(binary, way, paths):
    """The median of the rounds in milliseconds, and what was read in words."""
    lines = subprocess.run([binary, way, str(ROUNDS), *paths], check=True, capture_output=True, text=True).stdout.splitlines()
    return statistics.median(float(line) for line in lines[1:]), lines[0]


def main(binary, packed):
    texts = [unpacked(path) for path in packed]
    total = sum(map(len, texts)) / 1e6
    named = [(text, columns(text[:4000].decode("utf-8", "ignore"))) for text in texts]
    with tempfile.TemporaryDirectory() as scratch:
        paths = []
        for path, text in zip(packed, texts):
            paths.append(os.path.join(scratch, os.path.basename(path).removesuffix(".gz")))
            with open(paths[-1], "wb") as file:
                file.write(text)
        connect, said = ours(binary, "connect", paths)
        own, _ = ours(binary, "own", paths)
    print(f"{len(texts)} files, {said}; median of {ROUNDS} rounds", file=sys.stderr)
    works = [("polars", median_ms(lambda: with_polars(named))), ("pandas", median_ms(lambda: with_pandas(named)))]
    for name, ms in [("gemeo import", connect), ("dropped file", own), *works]:
        print(f"{name:13} {ms:8.1f} ms  {total / ms * 1000:7.1f} MB/s")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
