"""Validates Turtle files against SHACL shapes and key-value entities against JSON schemas, and asks SPARQL questions.

shacl.py shacl SHAPES.ttl[,SHAPES.ttl…] DATA.ttl…   → JSON: for each data file a list of booleans, one a set of shapes
shacl.py schema SCHEMA.json ENTITIES.json           → JSON: the errors
shacl.py sparql DATA.ttl QUESTION.rq…               → JSON: for each question the rows of its answer
"""

import json
import sys


def shacl(shapes, files):
    from pyshacl import validate
    from rdflib import Graph

    sets = [Graph().parse(path, format="turtle") for path in shapes.split(",")]
    result = {}
    for path in files:
        data = Graph().parse(path, format="turtle")
        held = []
        for shape in sets:
            conforms, _, words = validate(data, shacl_graph=shape, advanced=True, allow_warnings=True)
            if not conforms:
                print(path, words[:400], file=sys.stderr)
            held.append(bool(conforms))
        result[path] = held
    print(json.dumps(result))


def without_remote(node):
    """The schemas point at common definitions on the web, which are not part of the test data."""
    if isinstance(node, dict):
        return {k: without_remote(v) for k, v in node.items() if not (k == "$ref" and str(v).startswith("http"))}
    return [without_remote(item) for item in node] if isinstance(node, list) else node


def schema(path, entities):
    from jsonschema import Draft202012Validator

    with open(path, encoding="utf-8") as file:
        validator = Draft202012Validator(without_remote(json.load(file)))
    with open(entities, encoding="utf-8") as file:
        items = json.load(file)
    print(json.dumps([f"{i}: {e.message[:300]}" for i, item in enumerate(items) for e in validator.iter_errors(item)]))


def sparql(path, questions):
    from rdflib import Graph

    data = Graph().parse(path, format="turtle")
    # the prefixes of the file are those of the questions
    known = dict(data.namespaces())
    answers = {}
    for question in questions:
        with open(question, encoding="utf-8") as file:
            rows = data.query(file.read(), initNs=known)
        answers[question.rsplit("/", 1)[-1]] = [[None if v is None else str(v) for v in row] for row in rows]
    print(json.dumps(answers))


if __name__ == "__main__":
    {"shacl": lambda: shacl(sys.argv[2], sys.argv[3:]), "schema": lambda: schema(*sys.argv[2:4]), "sparql": lambda: sparql(sys.argv[2], sys.argv[3:])}[sys.argv[1]]()
