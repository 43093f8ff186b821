"""Times statsforecast's AutoETS on the series of a request and prints seconds and sMAPE as JSON."""
import json
import sys
import time

import numpy as np
from statsforecast.models import AutoETS

series = [np.array(s["values"], dtype=float) for s in json.load(open(sys.argv[1]))["series"]]
truth = [np.array(t, dtype=float) for t in json.load(open(sys.argv[2]))]
model = AutoETS(season_length=12)
for y in series[:3]:
    model.forecast(y=y, h=12, level=[80, 95])
start = time.perf_counter()
forecasts = [model.forecast(y=y, h=12, level=[80, 95])["mean"] for y in series]
seconds = time.perf_counter() - start
smape = np.mean([np.mean(200 * np.abs(f - t) / (np.abs(f) + np.abs(t))) for f, t in zip(forecasts, truth)])
print(json.dumps({"seconds": seconds, "smape": float(smape)}))
