# Everything that a developer or the CI does. Go 1.26, Node 20, make and git are all that must be there.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

LINT     := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
FUZZTIME ?= 10s
ARGS     ?=

# The tests with real browsers use the page's own packages.
playwright = web/node_modules/.bin/playwright test --config e2e/browser
biome      = web/node_modules/.bin/biome check --config-path=web e2e/browser
compose    = web/node_modules/.bin/dclint --max-warnings 0 docker-compose.yml

# Packages whose tests need neither browsers nor a build of the page.
units = $$(go list ./... | grep -v '^alcove/e2e')

.PHONY: help
help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: run
run: page ## build the page and start the server with a demo group; ARGS="--insecure-http" adds flags
	go run ./cmd/alcove serve $(ARGS)

.PHONY: build
build: page ## build ./build/alcove, one file with the page inside
	go build -trimpath -o build/alcove ./cmd/alcove

.PHONY: check
check: format lint types unit ## format, lint, types and unit tests: what to run before a commit

.PHONY: test
test: tools page format lint types web-unit race e2e ## everything, as CI runs it: check under -race, then real browsers

.PHONY: race
race: modules ## Go unit tests under the race detector
	go test -race $(units)

.PHONY: e2e
e2e: tools page ## the whole server with bots and real browsers
	go test -count=1 -p 1 -timeout 30m ./e2e/...
	$(playwright)

.PHONY: screens
screens: tools page ## a picture of every screen in test-results/screens; those of the documents are written anew
	$(playwright) screens documents
	rm -f docs/screens/*.png
	cp test-results/documents/*.png docs/screens/

.PHONY: fmt
fmt: modules ## format Go and TypeScript in place
	$(LINT) fmt
	npm --prefix web run --silent format
	$(biome) --write

.PHONY: generate
generate: modules ## write the schema, the message types, the compiled texts and the notices anew
	go generate ./...
	npm --prefix web run generate
	go run ./scripts/notices > THIRD_PARTY_NOTICES.new
	mv THIRD_PARTY_NOTICES.new THIRD_PARTY_NOTICES.md

.PHONY: bench
bench: ## Go benchmarks
	go test -run '^$$' -bench . -benchmem $(units)

.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME each
	@grep -rEo --include='*_test.go' --exclude-dir=node_modules '^func Fuzz[A-Za-z0-9]+' . \
	| sed 's|/[^/]*:func | |' | while read -r dir target; do \
		echo "== $$dir $$target"; \
		go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) "$$dir"; \
	done

.PHONY: lab
lab: tools page ## long runs: more random rooms, a thousand talks in private, repeated tests under -race, longer fuzzing
	go test -timeout 60m ./room -rapid.checks=20000
	go test -count=1 -timeout 150m ./e2e -run PrivateIsSealed -v -moves 1000
	go test -race -count=20 -timeout 120m $(units)
	$(MAKE) fuzz FUZZTIME=5m

# The parts of check.

.PHONY: format lint types unit web-unit
format: modules
	$(LINT) fmt --diff
lint: modules
	$(LINT) run ./...
	$(compose)
types: modules
	npm --prefix web run --silent check
	$(biome)
	web/node_modules/.bin/tsc --noEmit --project e2e/browser
unit: modules web-unit
	go test $(units)
web-unit: modules
	npm --prefix web run --silent test

# What the rest stands on.

.PHONY: page modules tools
page: web/dist/index.html
modules: web/node_modules/.package-lock.json
tools:
	@scripts/install.sh

web/dist/index.html: web/node_modules/.package-lock.json $(shell find web -name node_modules -prune -o -name dist -prune -o -type f -print)
	npm --prefix web run --silent build
	@touch $@

# Not npm ci: it wants every platform's copy of a tool in the lock file, also where a registry doesn't offer them all.
# Versions are exact in package.json, and --no-save leaves the lock file as it is.
web/node_modules/.package-lock.json: web/package-lock.json web/package.json
	npm --prefix web install --no-save --no-audit --no-fund
	@touch $@
