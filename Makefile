# Targets for contributors and CI. `make check` runs all checks.
PREFIX ?= /usr/local
SWIFT ?= swift
SOURCES = Package.swift Sources Tests

.PHONY: build test test-release golden lint layers check install bench bench-quick bench-paths fuzz sanitize coverage report-check

build:
	$(SWIFT) build -c release

test:
	$(SWIFT) test

# All tests, the golden cases among them, on the code that is shipped. A scratch folder of its own,
# because `-enable-testing` would make `make build` build everything again.
test-release:
	SEMS_PLAN_LINK=dynamic $(SWIFT) test -c release -Xswiftc -enable-testing \
	  --scratch-path .build-release

# Records golden/, the outputs in the README and the manual, and the pages of options and figures from the
# current program; review them with `git diff`.
MANUAL = README.md Sources/sems-plan/Manual
golden:
	UPDATE_GOLDEN=1 $(SWIFT) test --filter 'GoldenTests|ManualTests|FigurePageTests' || true
	git --no-pager diff --stat -- golden $(MANUAL)

lint:
	$(SWIFT) format lint --strict --recursive $(SOURCES)

# Type-checks each folder with only the folders below it; see Tests/layers.
layers:
	SWIFTC="$(SWIFT)c" Tests/layers

check: lint layers test-release test

# On Linux a release build is static: it runs on any Linux with the same processor architecture,
# without Swift or other libraries installed.
install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 .build/release/sems-plan $(DESTDIR)$(PREFIX)/bin/sems-plan

# Compares the speed with other programs; see Tests/Benchmarks/README.md. `bench-quick` omits the run
# of 10,000,000 events; `bench-paths` measures other inputs and options.
EVENTS ?= 1000000
RUNS ?= 7
SEED ?= 1
BENCH = SWIFT=$(SWIFT) python3 Tests/Benchmarks/bench.py \
  --events $(EVENTS) --runs $(RUNS) --seed $(SEED)

bench:
	$(BENCH)

bench-quick:
	$(BENCH) --quick

bench-paths:
	$(BENCH) --paths

# Seconds for which each entry point is fuzzed.
SECONDS = 60

fuzz:
	SWIFT="$(SWIFT)" FUZZ_SECONDS=$(SECONDS) Tests/Fuzz/run

# Each sanitizer has its own scratch folder; otherwise the next `make test` would rebuild everything.
sanitize:
	LSAN_OPTIONS=suppressions=$(CURDIR)/Tests/leaks:print_suppressions=0 \
	  $(SWIFT) test --sanitize=address --scratch-path .build-address
	$(SWIFT) test --sanitize=thread --scratch-path .build-thread

# Runs the tests of the library, and the in-process tests of the commands that use the rest of it.
# Tests that start the program are left out: each run would leave a profile file behind.
coverage:
	$(SWIFT) test --enable-code-coverage --scratch-path .build-coverage \
	  --filter '^(PowerShareTests|FuzzTests)\.' \
	  --filter '^SemsPlanTests\.(SizeTests|SweepTests|GenerateTests)/'
	@SWIFT="$(SWIFT)" Tests/coverage

# Opens reports in a headless browser; see Tests/Report/README.md.
report-check: build
	Tests/Report/run
