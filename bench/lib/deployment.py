"""The formulas of bench/src/bin/deployment.rs with NumPy, on one core: python deployment.py CITIES."""

import json
import resource
import sys
import time

import numpy as np

PLACES, YEARS, CONCEPTS, INDICATORS = 50, np.arange(1991, 2021), 12, 60


def figures(city):
    """The synthetic figures of a city by concept, place and year."""
    c, p = np.arange(CONCEPTS)[:, None, None], np.arange(PLACES)[None, :, None]
    return (100 + (city * 31 + c * 17 + p * 7 + YEARS[None, None, :] * 3) % 97).astype(np.float64)


def lagged(x, years):
    out = np.full_like(x, np.nan)
    out[:, years:] = x[:, :-years]
    return out


def indicator(i, data):
    a, b = data[i % 12], data[(i * 5 + 1) % 12]
    match i % 6:
        case 0:
            return a / b
        case 1:
            return a / data[0][:, -1:]
        case 2:
            return a - lagged(a, 1)
        case 3:
            return (a - lagged(a, 5)) / 5
        case 4:
            return 100 * a / lagged(a, 10)
        case _:
            return np.where(a >= 120, a, np.nan)


def main():
    cities, seconds, values, total = int(sys.argv[1]), 0.0, 0, 0.0
    for city in range(cities):
        data = figures(city)
        start = time.process_time()
        for i in range(INDICATORS):
            column = indicator(i, data)
            known = ~np.isnan(column)
            values += int(known.sum())
            total += float(column[known].sum())
        seconds += time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    out = {"cities": cities, "values": values, "seconds": seconds, "values_per_second": values / seconds}
    print(json.dumps({**out, "sum": total, "peak_mb": round(peak, 1), "numpy": np.__version__}))


main()
