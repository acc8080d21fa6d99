# Two commands matter: `make demo` and `make test`. Both set everything up on a fresh clone.
#
# GPU: the set-up takes torch's CPU build. On a machine with CUDA say `make GPU=1 demo` once: it takes
# PyPI's torch with its CUDA libraries (about 4 GB); both engines then use the GPU by themselves.

PYTHON ?= python3
BIN := .venv/bin
TORCH := torch==2.13.0
CPU_INDEX := --extra-index-url https://download.pytorch.org/whl/cpu --retries 1 --timeout 10

.PHONY: setup demo test check lock bench clean

setup: .venv/.ready

# uv comes first, out of the lock itself, hash and all: it installs the rest five times faster than pip.
# pip takes torch, because the CPU build carries another hash on every index that has it.
.venv/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock
	$(BIN)/pip install --quiet --no-deps --require-hashes -r .venv/uv.lock
ifdef GPU
	$(BIN)/pip install --quiet "$(TORCH)"
else
	$(BIN)/pip install --quiet --no-deps $(CPU_INDEX) "$(TORCH)"
endif
	$(BIN)/uv pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

demo: setup
	$(BIN)/callaudit demo

test: setup
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/callaudit rubric lint
	$(BIN)/callaudit rubric test

bench: setup
	$(BIN)/python -m benchmarks.agreement
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.night
	$(BIN)/python -m benchmarks.accuracy
	$(BIN)/python -m benchmarks.finding_speech
	$(BIN)/python -m benchmarks.speakers
	$(BIN)/python -m benchmarks.inventions
	$(BIN)/python -m benchmarks.degraded
	$(BIN)/python -m benchmarks.word_probability
	$(BIN)/python -m benchmarks.reports
	$(BIN)/python -m benchmarks.promises
	$(BIN)/python -m benchmarks.quarter
	$(BIN)/python -m benchmarks.scoring

lock: setup
	$(BIN)/uv pip compile --quiet --upgrade --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf .venv workspace build dist
