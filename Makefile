# Every target works on a bare machine with Python 3.11+ and make: `setup` comes first by itself.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
# What was compiled is kept, whatever the shell says: the tests start a hundred processes.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup lock demo run worker beat migrate test lint format bench-extract bench-ingest bench-desk bench-web bench-alerts bench-growth test-faults test-production test-hostile test-image audit train soak clean

help:  ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

setup: $(VENV)/.installed  ## the virtual environment, from the lock

$(VENV)/.installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Civictrack needs Python 3.11 or newer; name one with PYTHON=…")'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@touch $@

lock: setup  ## make both locks anew after a change of pyproject.toml
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header pyproject.toml --group dev -o requirements.lock
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header pyproject.toml --all-extras --constraint requirements.lock -o requirements-runtime.lock

demo: setup  ## an invented city, on embedded servers, until Ctrl-C
	@$(PY) -m civictrack.demo

migrate: setup  ## bring the database up to date
	$(MANAGE) migrate

run: setup  ## the web server alone
	$(VENV)/bin/gunicorn civictrack.wsgi --bind $${BIND:-127.0.0.1:8000} --threads 4

worker: setup  ## the four workers, mail, fetch, read and backup; some of them with QUEUES="mail read"
	$(PY) -m civictrack.workers $(QUEUES)

beat: setup  ## the clock alone; a second one does no harm
	$(VENV)/bin/celery -A civictrack.worker beat --loglevel INFO

test: setup  ## the whole suite but for `test-faults` and `test-production`, in three processes, which wait now and then (PROCESSES=…)
	$(PY) -m pytest -m "not fault" --numprocesses $${PROCESSES:-3} --dist loadfile --no-loadscope-reorder \
		--ignore tests/production

test-faults: setup  ## workers, servers and mails that fail on the way, on a PostgreSQL that writes to the disk
	TESTS_DURABLE=yes $(PY) -m pytest -m fault --numprocesses $${PROCESSES:-2} --dist loadfile

test-production: setup  ## all of the program as in production, under faults and for two minutes (SOAK_SECONDS=600)
	TESTS_DURABLE=yes $(PY) -m pytest tests/production -rP --numprocesses $${PROCESSES:-2} --dist loadfile

test-hostile: setup  ## stories made to be slow, a megabyte long, and every hostile value in every field; the suite tries a part
	TESTS_WHOLE=yes $(PY) -m pytest tests/stories/extraction/test_hostile_stories.py \
		tests/civictrack/test_hostile_requests.py

test-image: setup  ## the Dockerfile's steps in a bare Debian, read-only; needs root and debootstrap, no Docker
	$(PY) -m tests.image

lint: setup  ## ruff, mypy, dependencies, dead code, templates, the compose file, migrations
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/deptry . --no-ansi
	$(PY) -m tests.dead_code
	$(VENV)/bin/djlint templates --lint --quiet
	$(VENV)/bin/check-jsonschema --quiet --builtin-schema vendor.compose-spec docker-compose.yml
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) lintmigrations --ignore-name $$(cat .migrations.baseline)
	$(MANAGE) check

audit: setup  ## known holes in what is installed, secrets in what git keeps; asks the package index, so CI does not
	$(VENV)/bin/uv tool run pip-audit --strict --disable-pip --require-hashes --requirement requirements-runtime.lock
	git ls-files -z | xargs -0 $(VENV)/bin/uv tool run --from detect-secrets detect-secrets-hook --no-verify --baseline .secrets.baseline

format: setup  ## put the code in shape
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench-extract: setup  ## how good and how quick extraction is, on ../shared; of the model that MODEL_URL names: EXTRACTOR=model
	$(PY) -m tests.bench.bench_extract

bench-ingest: setup  ## how good and how quick ingestion is, on ../shared
	$(PY) -m tests.bench.bench_ingest

bench-desk: setup  ## what deciding, the workbench and the queue cost; fails where one costs too much
	$(PY) -m tests.bench.bench_desk

bench-web: setup  ## what the public pages cost among 200,000 stories; fails where one costs too much
	$(PY) -m tests.bench.bench_web

bench-alerts: setup  ## what telling 100,000 readers costs, on a PostgreSQL that writes to the disk; fails where it costs too much
	$(PY) -m tests.bench.bench_alerts

bench-growth: setup  ## what grows with the archive, up to a million stories (SIZES="10000 100000"); fails where more than allowed
	$(PY) -m tests.bench.bench_growth $(SIZES)

train: $(VENV)-train/.installed  ## the tagger's weights anew, from the marked stories: half an hour to two, in an environment of its own
	HF_HUB_OFFLINE=1 $(VENV)-train/bin/python -m tests.bench.train

$(VENV)-train/.installed: requirements.lock pyproject.toml
	@test -x $(VENV)-train/bin/python || $(PYTHON) -m venv $(VENV)-train
	@$(VENV)-train/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(VENV)-train/bin/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	@$(VENV)-train/bin/python -m pip install --quiet --disable-pip-version-check --group train
	@touch $@

soak: setup  ## ten minutes (SOAK_SECONDS=…) of a hostile town read while workers are killed
	$(PY) -m tests.soak $${SOAK_SECONDS:-600}

clean:  ## remove the environment; `var/` with its data stays
	rm -rf $(VENV)
