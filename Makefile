# SPDX-License-Identifier: MIT
# The commands of this checkout; `make` alone lists them.
#
# In: Python 3.9 or newer with venv, a C compiler (cc, gcc, clang, or CC=…), and, the
# first time, a network. Out: packages in .venv, everything else in build/. What .venv
# holds is never fetched again, so each target also runs offline once it has run.

PYTHON ?= python3
VENV ?= .venv
PYTEST_ARGS ?= -n auto --maxprocesses 4 --durations=20 tests examples
FUZZ_SECONDS ?= 60
ENGINE ?= libfuzzer
PY := $(VENV)/bin/python
CFLAGS_LINT := -std=c11 -O1 -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Wvla -Werror -fsyntax-only
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help demo test test-all corpus gcc-suite bench fuzz lint docs clean carbide examples
.DELETE_ON_ERROR:

help:
	@echo 'make demo      build the examples, run them on real data, print a table'
	@echo 'make test      run the tests (17 minutes on two cores)'
	@echo 'make test-all  the same for every interpreter, compiler and sanitizer'
	@echo 'make corpus    real headers: what carbidec and clang understood, compared'
	@echo 'make gcc-suite the test suites of gcc: what it accepts, carbidec must read'
	@echo 'make bench     measure against other tools; writes benchmarks/results.md'
	@echo 'make fuzz      guided fuzzing of the translator, FUZZ_SECONDS=60 each'
	@echo 'make lint      ruff, mypy, compiler warnings as errors, layering'
	@echo 'make docs      write the generated pages of docs/'
	@echo 'make clean     remove build/ and the environment'

demo: examples
	$(PY) examples/demo.py

test: $(VENV)/dev.stamp examples
	$(PY) -m pytest -q $(PYTEST_ARGS)

test-all: $(VENV)/dev.stamp examples
	CARBIDE_TEST_ALL=1 $(PY) -m pytest -q $(PYTEST_ARGS)

corpus: $(VENV)/python.stamp
	$(PY) tests/corpus/corpus.py $(CORPUS_ARGS)

gcc-suite: $(VENV)/python.stamp
	$(PY) tests/corpus/gcc_suite.py $(CORPUS_ARGS)

bench: $(VENV)/dev.stamp carbide
	$(PY) benchmarks/run.py $(BENCH_ARGS)

fuzz: $(VENV)/dev.stamp
	$(PY) tests/fuzz/fuzz.py $(FUZZ_SECONDS) --engine $(ENGINE)

docs: $(VENV)/demo.stamp carbide
	$(PY) docs/make_errors.py
	$(PY) docs/make_config.py
	$(PY) docs/make_imports.py
	$(PY) docs/make_mistakes.py

lint: $(VENV)/dev.stamp
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest -q tests/test_layering.py
	@for cc in gcc clang; do \
	    if command -v $$cc >/dev/null; then \
	        echo "$$cc -Werror src/*.c include/carbide/runtime/*.c"; \
	        $$cc $(CFLAGS_LINT) src/*.c || exit 1; \
	        $$cc $(CFLAGS_LINT) -std=gnu11 -Wno-pedantic -DCARBIDE_MODULE=lint \
	            -Iinclude include/carbide/runtime/*.c || exit 1; \
	    else echo "no $$cc here: not run"; fi; \
	done

# Builds the translator and installs carbide, editable; nothing is done twice.
carbide: $(VENV)/demo.stamp
	@PYTHONPATH=python $(PY) -m carbide develop

examples: carbide
	@for folder in examples/*/; do \
	    missing=; \
	    for need in openblas:libopenblas-dev zlib:zlib1g-dev \
	        sqlite3:libsqlite3-dev; do \
	        if grep -q "^pkg-config.*$${need%:*}" $$folder/pyproject.toml \
	            && ! pkg-config $${need%:*} 2>/dev/null; then missing=$${need#*:}; fi; \
	    done; \
	    if [ "$$missing" ]; then \
	        echo "$$folder: not built: apt install pkg-config $$missing"; \
	    else $(PY) -m carbide develop --profile release -C $$folder || exit 1; fi; \
	done

$(VENV)/python.stamp:
	@command -v $(PYTHON) >/dev/null || { echo 'make: no $(PYTHON) on PATH: install' \
	    'Python 3.9 or newer, or name one: make PYTHON=/path/to/python'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 9))' || { echo \
	    'make: $(PYTHON) is older than 3.9; name another: make PYTHON=…'; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo 'make: $(PYTHON) has' \
	    'no venv: install it (Debian, Ubuntu: apt install python3-venv)'; exit 1; }
	@for cc in $${CC:-cc gcc clang}; do command -v $$cc >/dev/null && exit 0; done; \
	    echo 'make: no C compiler on PATH: install one (apt install gcc,' \
	    'dnf install gcc, apk add gcc musl-dev, xcode-select --install)'; exit 1
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/%.stamp: requirements-%.txt $(VENV)/python.stamp
	@echo "installing $< into $(VENV)"
	@$(PY) -m pip install -q -r $< || { echo 'make: pip could not install $<, see' \
	    'above. It needs a network, once; without one, let PIP_NO_INDEX=1 and' \
	    'PIP_FIND_LINKS=FOLDER name a folder of wheels'; exit 1; }
	@touch $@

$(VENV)/dev.stamp: requirements-demo.txt

clean:
	rm -rf build dist $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
	rm -rf examples/*/build examples/*/dist
