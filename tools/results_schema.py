"""The JSON Schema of results.json, made of the models in feedback/results.py.

python -m tools.results_schema > docs/results.schema.json
"""

import json

from pydantic.json_schema import GenerateJsonSchema

from feedback.results import Results


def schema_text() -> str:
    schema = {"$schema": GenerateJsonSchema.schema_dialect, **Results.model_json_schema(mode="serialization")}
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    print(schema_text(), end="")
