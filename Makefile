# Two commands matter: `make run` and `make test`. `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run build web setup test bench tools

WEB_SOURCES := $(shell find web -type f \
	-not -path 'web/node_modules/*' -not -path 'web/dist/*' -not -name '.stamp-*' 2>/dev/null)
BINARY := target/release/wangge

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1	/'

run: build ## build what changed and serve the demo on http://127.0.0.1:8080/
	@exec $(BINARY) serve --demo --open-private --open-edit

build: tools web ## web and release binary, without starting anything
	@WANGGE_WEB_BUILD=$$(cat web/dist/index.html | sha256sum | cut -c1-16) cargo build --release --locked --quiet --bin wangge

web: tools web/.stamp-build ## the web app in web/dist

web/node_modules/.stamp-install: web/package.json web/package-lock.json
	@echo "installing the front-end packages"
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/.stamp-build: web/node_modules/.stamp-install $(WEB_SOURCES)
	@cd web && npm run --silent build
	@touch $@

setup: ## what the tests need, through apt: Chromium, a CJK font, PostgreSQL
	@bash tests/support/setup.sh

test: tools ## formatting, lints, all tests on both databases, web and browser tests
	@bash tests/support/test.sh

bench: ## the benchmarks of benches/README.md
	@cargo bench --locked

tools:
	@bash tests/support/tools.sh
