# Tessera in two commands: `make run` and `make test`. Everything is written inside this folder.
V := .venv/bin
PORT ?= 8000
PYTHON ?= python3
SOURCES := src tests benchmarks

.PHONY: run test check fmt bench docs pictures lock messages clean

run: .venv/run.ok
	@$(V)/tessera serve --demo --port $(PORT)

# A file's tests stay together: what its fixtures build, they build once.
TOGETHER := -n 2 --dist loadfile --no-loadscope-reorder
test: check .venv/dev.ok
	$(V)/pytest $(TOGETHER) --db sqlite
	$(V)/pytest $(TOGETHER) --db postgres

check: .venv/dev.ok
	$(V)/ruff check $(SOURCES)
	$(V)/ruff format --check $(SOURCES)
	$(V)/mypy
	PYTHONPATH=src $(V)/lint-imports

fmt: .venv/dev.ok
	$(V)/ruff check --fix $(SOURCES)
	$(V)/ruff format $(SOURCES)

bench: .venv/dev.ok
	PYTHONPATH=src $(V)/python -m benchmarks.general_path
	PYTHONPATH=src $(V)/python -m benchmarks.known_shape

docs: .venv/dev.ok
	$(V)/python -m tests.architecture.workflows > docs/workflows.md

# The pictures of docs/images, taken by the browser suite.
pictures: .venv/dev.ok
	mkdir -p docs/images
	TESSERA_PICTURES=$(CURDIR)/docs/images $(V)/pytest tests/journeys/test_pictures.py

messages: .venv/dev.ok
	$(V)/python -m tests.architecture.messages

# Pins for every platform, with digests and without addresses.
LOCK := $(V)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
lock: .venv/dev.ok
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) --group dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache src/*.egg-info

# -- How .venv is made: uv where it works, pip where it does not (both check every digest) --------

.venv/run.ok: requirements.lock pyproject.toml
.venv/dev.ok: requirements-dev.lock pyproject.toml

.venv/%.ok:
	@test -x $(V)/python || $(PYTHON) -m venv .venv
	@test -x $(V)/uv || $(V)/pip install -q --disable-pip-version-check uv 2>/dev/null || true
	@echo "Installing what $< pins ..."
	@$(V)/uv pip install -q --python $(V)/python --require-hashes -r $< 2>/dev/null \
		|| $(V)/pip install -q --disable-pip-version-check --require-hashes -r $<
	@$(V)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@
