#!/usr/bin/env bash
# Writes the lock files anew: hashes, no addresses, so that any package index serves them.
set -euo pipefail
cd "$(dirname "$0")/.."
compile=(uv pip compile --quiet --python-version 3.13 --generate-hashes --no-emit-index-url --no-header)
"${compile[@]}" --universal --group dev pyproject.toml --output-file locks/project.txt
# What `make run` needs of it, at the same versions.
"${compile[@]}" --universal --group run --constraint locks/project.txt pyproject.toml --output-file locks/run.txt
# The local cloud pins a botocore of its own, so it has an environment of its own.
echo 'ministack[full]==1.5.33' | "${compile[@]}" - --output-file locks/ministack.txt
# The benchmarks' rivals, and without its dependencies the package with the tokenizer's vocabulary.
{
  "${compile[@]}" --universal --group benchmarks --constraint locks/project.txt
  "${compile[@]}" --universal --group vocabulary --no-deps
} >locks/benchmarks.txt
# What runs in Lambda, at the versions that are tested; a function does not bring again what the layer has.
lambda=("${compile[@]}" --python-platform x86_64-manylinux_2_28 --constraint locks/project.txt)
"${lambda[@]}" layers/shared/requirements.in --output-file layers/shared/requirements.txt
mapfile -t layer < <(sed -nE 's/^([a-z0-9._-]+)==.*/--no-emit-package=\1/p' layers/shared/requirements.txt)
for function in functions/*/requirements.in; do
  "${lambda[@]}" "${layer[@]}" "$function" --output-file "${function%.in}.txt"
done
