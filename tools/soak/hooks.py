"""What schemathesis is told beside the description.

It waits for the end of an answer, and a live stream has none. Made-up ids lead nowhere, so half of them are ones that lead
somewhere, and most requests about a person have the header that they need.
"""

import random

import schemathesis

KNOWN = {"id": ["whole", "folder"]}


@schemathesis.hook
def filter_case(context, case):
    city = (case.path_parameters or {}).get("city")
    return not (case.operation.path.startswith("/api/live/") and city in ("porto", "lisboa"))


@schemathesis.hook
def map_case(context, case):
    for name, values in KNOWN.items():
        if name in (case.path_parameters or {}) and random.random() < 0.5:
            case.path_parameters[name] = random.choice(values)
    if random.random() < 0.8 and "gemeo-request" in (case.headers or {}):
        case.headers["gemeo-request"] = "1"
    return case
