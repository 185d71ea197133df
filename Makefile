# The two commands: make run [FILE=survey.xlsx] [OUT=results] [OPTIONS="--rating-scale 1-5"], make test. Everything they need they make themselves.
SHELL := /bin/bash
OUT ?= results
VENV := .venv/bin
export PATH := $(CURDIR)/$(VENV):$(PATH)
# The shell reads these names itself, so that a path may hold any character.
export FILE OUT

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev given-file needed-file run inspect up down test lint build samples lock clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1\t/'

setup: ## the environment that make run needs, .venv
	@PYTHON="$(PYTHON)" tools/setup.sh run

setup-dev: ## and what tests and lint need
	@PYTHON="$(PYTHON)" tools/setup.sh dev

# Before anything is installed or started.
given-file:
	@[ -z "$$FILE" ] || [ -f "$$FILE" ] || { echo "make: there is no file $$FILE" >&2; exit 1; }

needed-file: given-file
	@[ -n "$$FILE" ] || { echo "make: say which file: make inspect FILE=survey.xlsx" >&2; exit 1; }

run: given-file setup ## analyse FILE (or a sample of 850 rows) on the local cloud; results go to OUT
	@$(VENV)/feedback up
	@$(VENV)/feedback analyze $(if $(FILE),"$$FILE",--sample 850) --out "$$OUT" $(OPTIONS)

inspect: needed-file setup ## show how FILE is read, without analysing it
	@$(VENV)/feedback inspect "$$FILE" $(OPTIONS)

up: setup ## start the local cloud and deploy to it
	@$(VENV)/feedback up

down: setup ## stop the local cloud
	@$(VENV)/feedback down

lint: setup-dev ## ruff and mypy
	@$(VENV)/ruff check . && $(VENV)/ruff format --check . && $(VENV)/mypy

test: lint ## lint and all tests; those of the deployed stack last and one by one, since they are about pace
	@$(VENV)/pytest -n 2 -m "not stack and not docker"
	@$(VENV)/pytest -m "stack or docker"

build: setup ## sam build
	@$(VENV)/sam build

samples: setup ## survey files of 850, 1,800 and 3,000 rows in samples/, the same each time
	@mkdir -p samples
	@for rows in 850 1800 3000; do $(VENV)/python -m tools.samples --rows $$rows --seed $$rows --out samples/survey-$$rows.xlsx; done

lock: setup ## newest versions that fit, into locks/ and the Lambda requirements
	@tools/lock.sh

clean: ## forget everything made here
	-@[ -x $(VENV)/feedback ] && $(VENV)/feedback down
	@rm -rf .venv .local .aws-sam .mypy_cache .pytest_cache .ruff_cache .hypothesis
