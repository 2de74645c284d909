# make run   starts: the practice clinic without a token in .env, the real bot with one
# make test  everything that must pass: lint, types, floors, programmes, tests
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: run test check lint bench lock picture clean

run:
	@PYTHON="$(PYTHON)" VENV="$(VENV)" scripts/make-venv requirements.lock
	@exec $(BIN)/python run_bot.py

test: check
	@echo "== tests"
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser"
	@echo "== tests in the browser"
	@$(BIN)/python -m pytest -m browser

check: lint
	@echo "== programmes and texts"
	@$(BIN)/python run_bot.py check

lint: $(VENV)-dev
	@echo "== lint, types, floors"
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@PYTHONPATH=. $(BIN)/lint-imports --no-logo

.PHONY: $(VENV)-dev
$(VENV)-dev:
	@PYTHON="$(PYTHON)" VENV="$(VENV)" scripts/make-venv requirements-dev.lock

bench: $(VENV)-dev
	@$(BIN)/python -m pytest tests/benchmarks -p no:cacheprovider -s -o addopts="-q --strict-markers --import-mode=importlib"

picture: $(VENV)-dev
	@$(BIN)/python scripts/picture.py

lock:
	uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --upgrade -q pyproject.toml -o requirements.lock
	uv pip compile --universal --generate-hashes --no-header --no-emit-index-url -c requirements.lock -q --group dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
