.DEFAULT_GOAL := help
.PHONY: help setup run test soak fuzz mutants check fix lock schema scripts sample build sbom rehearse benchmark clean

# A fresh machine needs git, make and Python 3.11 or newer; everything else goes
# into .venv, as requirements.lock has it.
PYTHON ?= python3
BIN := .venv/bin
DONE := .venv/.set-up
ESBUILD := esbuild@0.28.2

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(DONE) ## Make the environment in .venv, and nothing more

$(DONE): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it with make PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "This Python cannot make environments; on Debian: apt install python3-venv"; exit 1; }
	@echo "Setting up .venv: installing packages, which takes a minute or two …"
	@# --no-deps: the lock names everything, and a resolver with hashes stumbles over a
	@# requirement with extras ("coverage[toml]") as soon as a newer release is out.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(DONE)

run: setup ## Serve the tool on 127.0.0.1:8000, with the sample scorecard
	@$(BIN)/annotator $(if $(DATA),--data $(DATA)) demo

test: setup ## Run every test, the browser's included (make test ARGS='-k quote')
	@$(BIN)/python tests/browser/find_browser.py --install
	@# Once, also where Python is told to keep none: tests start it hundreds of times.
	@$(BIN)/python -m compileall -q annotator
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

soak: setup ## Kill, lock, fill and lose for hours what make test does for seconds
	ANNOTATOR_SOAK=1 $(BIN)/python -m pytest -n 0 -m soak -s $(ARGS)
	$(if $(ARGS),,@$(MAKE) fuzz)

# What it finds is a new file in tests/fuzz/cases, which make test tries from then on.
fuzz: setup ## Try inputs that nobody thought of, a minute for each kind (make soak ends with it)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group fuzz
	for target in text query import markdown; do \
	  $(BIN)/python tests/fuzz/fuzz.py $$target $(or $(SECONDS),60) || exit 1; done

# CI=1: Hypothesis draws the same examples each time and keeps none.
mutants: setup ## List changes of the rules that no test notices (ARGS='*sealing*'; slow)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group mutants
	CI=1 nice $(BIN)/mutmut run --max-children 1 $(ARGS)
	$(BIN)/mutmut results

check: setup ## Formatter, linter, types, import rules, templates
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet

fix: setup ## Let the tools mend what they can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: setup ## Write requirements.lock, and those of a server and of the benchmarks, anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-header --group dev --extra postgresql --extra eyes pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-header --group build --extra postgresql --extra eyes --constraint requirements.lock pyproject.toml \
	  --output-file docs/running/requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-header --group benchmark --constraint requirements.lock \
	  --output-file benchmarks/requirements.lock

schema: setup ## Write db/schema.sql anew from the migrations
	$(BIN)/python db/write_schema.py

# A page of dozens of modules takes a third of a second longer to open. The first line of
# each file is the digest of what it was made from; a test compares them.
scripts: ## Put the scripts of the desk and of the viewer into one file each (needs npm)
	@cd annotator/static && digest=$$(LC_ALL=C; cat *.js viewer/*.js | sha256sum | cut -c 1-64) && \
	for entry in desk viewer/main; do \
	  npx --yes $(ESBUILD) $$entry.js --bundle --format=esm --minify --log-level=warning \
	    --banner:js="// $$digest" --outfile=bundles/$$(dirname $$entry | sed 's/^\.$$/desk/').js; \
	done

sample: setup ## Typeset the sample reports anew
	$(BIN)/python docs/sample/write_reports.py

build: setup ## Build the wheel and the source distribution into dist/
	$(BIN)/python -m hatchling build

sbom: setup ## Write what the program is made of (CycloneDX) to dist/annotator.cdx.json
	$(BIN)/python docs/running/write_sbom.py --to dist/annotator.cdx.json

rehearse: setup ## Follow docs/running.md on a clean Debian (as root; ports 80, 443, 8000)
	$(BIN)/python tests/rehearse.py $(ARGS)

benchmark: setup ## Time the whole way, the desk, readers' pages, quotes, search and the reader that looks, beside peers; and boards
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	  -r benchmarks/requirements.lock
	$(BIN)/python benchmarks/whole_way.py
	$(BIN)/python -m benchmarks.desk
	$(BIN)/python -m benchmarks.public
	$(BIN)/python -m benchmarks.reader
	$(BIN)/python -m benchmarks.saves
	$(BIN)/python -m benchmarks.anchoring
	$(BIN)/python -m benchmarks.retrieval
	$(BIN)/python -m benchmarks.eyes
	$(BIN)/python -m benchmarks.boards
	$(BIN)/python -m benchmarks.search --plot docs/search-growth.svg

clean: ## Remove what was built, but no data
	rm -rf .venv dist build mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*
