# Two commands do everything on a fresh machine: `make plan` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
ROUND ?= data/rounds/expansion-2015
SCENARIO ?= base
# test-long: one chunk of so many of what is compared over thousands of instances.
EVERY ?= 1
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: plan app test test-long check bench bench-check format translations lock clean

plan: .venv/users.stamp
	$(BIN)/pilih plan $(ROUND) -s $(SCENARIO)

app: .venv/users.stamp
	$(BIN)/pilih app

test: .venv/developers.stamp
	@.ci/browser
	$(BIN)/python -m pytest -m "not long" -n auto

test-long: .venv/developers.stamp
	@.ci/browser
	$(BIN)/python -m pytest -m long -n auto --every $(EVERY)

check: .venv/developers.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy tests
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m locales.check

# What is measured by itself first, then the one table beside other programs (docs/benchmarks.md).
bench: .venv-bench/stamp
	for each in allocate app prices scoring solvers what_if; do .venv-bench/bin/python -m benchmarks.bench_$$each || exit 1; done
	.venv-bench/bin/python -m benchmarks

# Fails when a ratio to another program got worse by more than its margin, or is missing (benchmarks/ratios.toml).
bench-check: .venv-bench/stamp
	.venv-bench/bin/python -m benchmarks --check

# --- for those who change the project ---

format: .venv/developers.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

translations: .venv/developers.stamp
	$(BIN)/python -m locales.check --update

# Needs uv (https://docs.astral.sh/uv/); writes hashes, and no word of where the packages came from.
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet
lock:
	$(LOCK) -o requirements.lock
	$(LOCK) --extra dev -c requirements.lock -o requirements-dev.lock
	awk '/^[^ ]/ { kept = !/^protobuf==/ } kept' requirements-dev.lock > requirements-dev.tmp
	$(LOCK) --extra dev --extra bench -c requirements-dev.tmp -o requirements-bench.lock
	@rm requirements-dev.tmp

clean:
	rm -rf .venv .venv-bench out build *.egg-info .mypy_cache .ruff_cache .hypothesis

# --- set-up; does nothing when it is up to date ---

.venv/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; try: make PYTHON=python3.12 plan" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/users.stamp: .venv/python.stamp requirements.lock pyproject.toml
	@test -e .venv/developers.stamp || { \
	  echo "Setting up .venv (once) ..." && \
	  $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
	  $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ; }
	@touch $@

.venv/developers.stamp: .venv/python.stamp requirements-dev.lock pyproject.toml
	@echo "Setting up .venv for developers (once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# The programs that ours are measured beside, in an environment of their own: OR-Tools needs an older protobuf.
.venv-bench/stamp: requirements-bench.lock pyproject.toml
	$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@.venv-bench/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
