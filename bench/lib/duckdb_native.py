"""Times native DuckDB on the workbench's questions: rows from argv, one thread as in the browser, and prints milliseconds as JSON."""
import json
import sys
import time

import duckdb

ROUNDS = 7
base = duckdb.connect()
base.execute("SET threads = 1")


def median(run):
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - start))
    return sorted(times)[ROUNDS // 2]


result = {}
for rows in map(int, sys.argv[2:]):
    base.execute(f"CREATE OR REPLACE TABLE o AS SELECT (range % 1000)::INTEGER AS place, (range * 7919 % 100003) / 7.0 AS value FROM range({rows})")
    result[str(rows)] = median(lambda: base.execute(sys.argv[1]).fetchall())
print(json.dumps(result))
