# What people and CI run. `make check` is all of it.
PREFIX ?= /usr/local
SWIFT ?= swift
SOURCES = Package.swift Sources Tests

.PHONY: build test golden lint layers check install bench bench-quick bench-paths fuzz sanitize coverage

build:
	$(SWIFT) build -c release

test:
	$(SWIFT) test

# Rewrites golden/ and the README's outputs from what the program does now; `git diff` is the
# review.
golden:
	UPDATE_GOLDEN=1 $(SWIFT) test --filter 'GoldenTests|ReadmeTests' || true
	git --no-pager diff --stat -- golden README.md

lint:
	$(SWIFT) format lint --strict --recursive $(SOURCES)

# Type-checks each folder with those below it alone; see Tests/layers.
layers:
	SWIFTC="$(SWIFT)c" Tests/layers

check: lint layers test

# On Linux a release build is static: it runs on any Linux of this processor, without Swift or any
# library installed.
install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 .build/release/sems-plan $(DESTDIR)$(PREFIX)/bin/sems-plan

# The table of ratios against other programs: see Tests/Benchmarks/README.md. `bench-quick` leaves out
# the run of 10,000,000 events; `bench-paths` tries other inputs and options.
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

# How long each entry is fuzzed.
SECONDS = 60

fuzz:
	SWIFT="$(SWIFT)" FUZZ_SECONDS=$(SECONDS) Tests/Fuzz/run

# Scratch folders of their own, because the flags would make `make test` build everything again.
sanitize:
	LSAN_OPTIONS=suppressions=$(CURDIR)/Tests/leaks:print_suppressions=0 \
	  $(SWIFT) test --sanitize=address --scratch-path .build-address
	$(SWIFT) test --sanitize=thread --scratch-path .build-thread

# Tests of the library, and of the commands that nothing else of the library is for, which run in
# process: those that run the program would find the profiles it leaves about.
coverage:
	$(SWIFT) test --enable-code-coverage --scratch-path .build-coverage \
	  --filter '^(PowerShareTests|FuzzTests)\.' \
	  --filter '^SemsPlanTests\.(SizeTests|SweepTests|GenerateTests)/'
	@SWIFT="$(SWIFT)" Tests/coverage
