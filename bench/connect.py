"""Import of hourly QualAr exports: this project's parser beside polars and pandas, in one run on the same files, one core.

bench/connect.py BINARY FOLDER   (needs polars and pandas; BINARY is gemeo-bench-import, FOLDER holds qualar_hourly/*.tsv.gz)
"""

import glob
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

ROUNDS = 7


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


def main(binary, folder):
    packed = sorted(glob.glob(os.path.join(folder, "qualar_hourly", "*.tsv.gz")))
    texts = [gzip.open(path).read() for path in packed]
    total = sum(map(len, texts)) / 1e6
    named = [(text, columns(text.decode())) for text in texts]
    with tempfile.TemporaryDirectory() as scratch:
        paths = []
        for path, text in zip(packed, texts):
            paths.append(os.path.join(scratch, os.path.basename(path)[:-3]))
            with open(paths[-1], "wb") as file:
                file.write(text)
        lines = subprocess.run([binary, str(ROUNDS), *paths], check=True, capture_output=True, text=True).stdout.splitlines()
    own = statistics.median(float(line) for line in lines[1:])
    print(f"{len(texts)} files, {lines[0]}; median of {ROUNDS} rounds")
    for name, ms in [("gemeo", own), ("polars", median_ms(lambda: with_polars(named))), ("pandas", median_ms(lambda: with_pandas(named)))]:
        print(f"{name:8} {ms:8.1f} ms  {total / ms * 1000:7.1f} MB/s")


if __name__ == "__main__":
    main(*sys.argv[1:3])
