#!/usr/bin/env python3
"""Compares the release build with its peers and checks the ratios against their limits.

Prints a table; exits with 1 if a "must" is not met. README.md explains each row.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
from dataclasses import dataclass

sys.dont_write_bytecode = True

from measure import Command, Failed, Ratio, run, synced, take_turns  # noqa: E402
from paths import print_paths  # noqa: E402
from workspace import DAY_200, ORJSON, ROOT, Workspace, say  # noqa: E402

WORKED_EXAMPLE = os.path.join(ROOT, "examples", "worked-example")


@dataclass
class Row:
    """A figure and its limits, which are lower bounds if `more_is_better`."""

    what: str
    unit: str
    must: float
    aim: float
    more_is_better: bool = False
    measured: float = None
    missing: str = None
    note: str = ""

    def take(self, ratio):
        self.measured = ratio.value
        self.note = ratio.note

    def meets(self, bar):
        return self.measured >= bar if self.more_is_better else self.measured <= bar

    @property
    def falls_short(self):
        return self.measured is not None and not self.meets(self.must)

    @property
    def verdict(self):
        if self.measured is None:
            return f"NOT MEASURED: no {self.missing}"
        if self.falls_short:
            return "FALLS SHORT of the must"
        return "meets the aim" if self.meets(self.aim) else "meets the must"

    def text(self, value):
        if value is None:
            return "-"
        digits = 0 if value >= 100 else 2
        text = f"{value:,.{digits}f}"
        if "." in text and value in (self.must, self.aim):
            text = text.rstrip("0").rstrip(".")
        return text + self.unit


class Table:
    """The rows of the table and the figures without limits, measured one after the other."""

    def __init__(self, workspace, events, runs, is_quick):
        self.workspace = workspace
        self.events = events
        self.runs = runs
        self.is_quick = is_quick
        self.rows = []
        self.figures = []
        self.station = workspace.station()
        self.csv = workspace.timeline(events)

    def add(self, row):
        self.rows.append(row)
        say(f"bench: {row.what}: {row.text(row.measured)}")

    def figure(self, what, value):
        self.figures.append((what, value))

    def simulate(self, timeline, *options, program=None, station=None, format="csv"):
        return Command(
            [program or self.workspace.program, "simulate", "-q", "-c", station or self.station]
            + ["-t", timeline, "-f", format, *options])

    def measure(self):
        self.measure_copies()
        self.measure_counting()
        self.measure_json()
        self.measure_instructions()
        self.measure_load()
        self.measure_queue()
        self.measure_sizing()
        self.measure_wishes()
        self.measure_report()
        self.measure_bound()
        self.measure_memory()
        self.measure_start()
        self.measure_reallocation()

    # CSV compared with programs that only copy or count bytes

    def measure_copies(self):
        ours = self.simulate(self.csv)
        output = self.workspace.path("output.csv")
        run(ours.to_file(output))
        self.figure("output of the reference workload", f"{os.path.getsize(output) / 1e6:,.0f} MB")
        cat = Command(["cat", output])
        row = Row("CSV to CSV through a pipe, wall / cat", "", 1.0, 0.6)
        row.take(Ratio(*take_turns([ours.to_pipe(), cat.to_pipe()], self.runs), "wall"))
        self.add(row)

        copies = [self.workspace.path(name) for name in ("ours.csv", "cat.csv", "plain.csv")]
        durable = synced(ours.arguments + ["-o", copies[0]], copies[0])
        copy = synced(["cat", output], copies[1], redirects=True)
        plain, plain_peer = take_turns(
            [ours.to_file(copies[2]), cat.to_file(copies[2])], self.runs)
        # A sync would also wait for data that other files still have in memory.
        os.sync()
        usages, peer = take_turns([durable, copy], self.runs)
        for path in copies + [output]:
            os.unlink(path)
        row = Row("CSV to CSV to a file, both synced, wall / cat", "", 2, 1.4)
        row.take(Ratio(usages, peer, "wall"))
        self.add(row)
        self.figure(
            "the same without a sync, to standard output",
            f"{Ratio(plain, plain_peer, 'wall').value:.2f}")

    def measure_counting(self):
        row = Row("CSV to CSV to /dev/null, CPU / mawk", "", 3, 1.75, missing="mawk")
        commands = [self.simulate(self.csv)]
        if self.workspace.mawk:
            commands.append(Command([self.workspace.mawk, "-F,", "{n+=NF}", self.csv]))
        ours, *peer = take_turns(commands, self.runs)
        if peer:
            row.take(Ratio(ours, peer[0], "cpu"))
        self.add(row)
        cpu = statistics.median(usage.cpu for usage in ours)
        self.figure("CPU per event, CSV to CSV", f"{cpu / self.events * 1e9:,.0f} ns")

    # NDJSON

    def measure_json(self):
        ndjson = self.workspace.timeline(self.events, "ndjson")
        commands = [
            self.simulate(ndjson, "--per", "station"), self.simulate(self.csv, "--per", "station")]
        if self.workspace.has_orjson:
            array = self.workspace.timeline(self.events, "json")
            commands.append(Command([sys.executable, "-c", ORJSON, array]))
        ours, csv, *peer = take_turns(commands, self.runs)
        row = Row("NDJSON to /dev/null per station, CPU / orjson", "", 0.6, 0.3, missing="orjson")
        if peer:
            row.take(Ratio(ours, peer[0], "cpu"))
        self.add(row)
        row = Row("the same, CPU / CSV to /dev/null per station", "", 2, 1.5)
        row.take(Ratio(ours, csv, "cpu"))
        self.add(row)

    # Counts

    def measure_instructions(self):
        row = Row("instructions per event, CSV to CSV", "", 3_700, 2_200, missing="valgrind")
        if self.workspace.valgrind:
            few, many = 5_000, 25_000
            row.measured = self.instructions("csv", few, many)
            row.note = f"callgrind, {many:,} events less {few:,}"
            self.figure("instructions per event, NDJSON to CSV",
                        f"{self.instructions('ndjson', few, many):,.0f}")
        self.add(row)

    def measure_load(self):
        row = Row(
            "instructions with a load in quarter hours / without", "", 1.05, 1.02,
            missing="valgrind")
        if self.workspace.valgrind:
            few, many = 5_000, 25_000
            load = self.instructions("csv", few, many, "--load", self.workspace.quarter_hours())
            row.measured = load / self.instructions("csv", few, many)
            row.note = f"callgrind, {many:,} events less {few:,}, a tick every 15 min more"
        self.add(row)

    def instructions(self, format, few, many, *options):
        """Returns the instructions per event: a difference of two runs, which cancels start-up."""
        counts = [
            self.count(self.simulate(self.workspace.timeline(size, format), *options).arguments)
            for size in (few, many)]
        return (counts[1] - counts[0]) / (many - few)

    def measure_queue(self):
        row = Row("instructions per event, many wait", "", 8_000, 4_000, missing="valgrind")
        if self.workspace.valgrind:
            few, many = 2_000, 6_000
            counts = []
            for size in (few, many):
                timeline, station = self.workspace.queue(size)
                counts.append(self.count(self.simulate(timeline, station=station).arguments))
            row.measured = (counts[1] - counts[0]) / (many - few)
            row.note = f"callgrind, {many:,} events less {few:,}"
        self.add(row)

    def measure_sizing(self):
        row = Row(
            "instructions per station-day of size", " M", 7, 3.5, missing="valgrind")
        if self.workspace.valgrind:
            row.measured = self.station_day(1)
            row.note = "callgrind, one day, 4 seeds, 24 capacities"
            self.figure("the same, seven days", f"{self.station_day(7):.2f} M")
        self.add(row)

    def station_day(self, days):
        """Returns the millions of instructions per scenario and day, with start-up and generation."""
        (seeds, last, step) = (4, 1_200, 50)
        command = [
            self.workspace.program, "size", "-q", "-c", self.workspace.site(), "--jobs", "1",
            "--profile", "highway", "--from", "2026-03-06T00:00:00+01:00", "--days", str(days),
            "--sessions-per-day", "60", "--seed", f"1:{seeds}", "--require", "servedShare>=0.95",
            "--grid-capacity", f"{step}:{last}:{step}"]
        return self.count(command) / (seeds * (last // step) * days * 1e6)

    def measure_report(self):
        row = Row(
            "instructions with a report / with a summary", "", 1.3, 1.2, missing="valgrind")
        if self.workspace.valgrind:
            few, many = 5_000, 25_000
            summary = self.instructions("csv", few, many, "--summary", os.devnull)
            row.measured = (
                self.instructions("csv", few, many, "--report", os.devnull) / summary)
            row.note = f"callgrind, {many:,} events less {few:,}; {summary:,.0f} with a summary"
        self.add(row)

    def measure_bound(self):
        row = Row("instructions of a bound / of simulate", "", 40, 15, missing="valgrind")
        if self.workspace.valgrind:
            inputs = [
                "-c", os.path.join(DAY_200, "station.csv"),
                "-t", os.path.join(DAY_200, "timeline.csv"), "-o", os.devnull]
            bound = self.count([self.workspace.program, "bound", "-q", "-f", "json"] + inputs)
            plain = self.count([self.workspace.program, "simulate", "-q", "-f", "csv"] + inputs)
            row.measured = bound / plain
            row.note = f"callgrind, {bound / 1e6:.1f} M / {plain / 1e6:.1f} M, start-up counts"
        self.add(row)

    def measure_wishes(self):
        row = Row(
            "instructions of a start with wishes / of a plain one", "", 1.6, 1.3,
            missing="valgrind")
        if self.workspace.valgrind:
            days = 500
            station = os.path.join(DAY_200, "station.csv")
            wishes, plain = (
                self.count(
                    [self.workspace.program, "validate", "-q", "-c", station]
                    + ["-t", self.workspace.days(days, states_wishes)])
                for states_wishes in (True, False))
            row.measured = wishes / plain
            row.note = f"callgrind, {wishes / days / 200:,.0f} / {plain / days / 200:,.0f}"
        self.add(row)

    def count(self, command):
        done = subprocess.run(
            [self.workspace.valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null"]
            + command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        found = re.search(r"Collected : (\d+)", done.stderr)
        if done.returncode != 0 or not found:
            raise Failed(f"valgrind: {done.stderr}")
        return int(found[1])

    def measure_memory(self):
        few, many = 10_000, self.events if self.is_quick else 10_000_000
        peak = Row(f"peak memory, {many:,} events", " MB", 12, 8, missing="C compiler")
        growth = Row(f"the same, {many:,} / {few:,} events", "", 1.1, 1.03, missing="C compiler")
        if self.workspace.compiler:
            self.launcher = self.workspace.compile("launch")
            small = self.workspace.timeline(few)
            large = self.csv if many == self.events else self.workspace.timeline(many)
            start = statistics.median(self.launch(self.simulate(small))[0] for _ in range(3))
            peak.measured, cpu = self.launch(self.simulate(large))
            peak.note = f"{start:.2f} MB for {few:,}"
            growth.measured = peak.measured / start
            self.figure(f"CPU per event, {many:,} events", f"{cpu / many * 1e9:,.0f} ns")
            if large != self.csv:
                os.unlink(large)
            summary = self.workspace.path("summary.json")
            ndjson = self.workspace.timeline(self.events, "ndjson")
            for name, command in [
                ("with --summary", self.simulate(self.csv, "--summary", summary)),
                ("JSON", self.simulate(self.csv, format="json")),
                ("a table", self.simulate(self.csv, format="table")),
                ("NDJSON in", self.simulate(ndjson)),
            ]:
                self.figure(f"peak memory, {self.events:,} events, {name}",
                            f"{self.launch(command)[0]:.2f} MB")
        self.add(peak)
        self.add(growth)

    def launch(self, command):
        """Returns a command's peak memory in MB (10^6 bytes) and its CPU time in seconds."""
        done = subprocess.run(
            [self.launcher, *command.arguments], stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise Failed(f"{' '.join(command.arguments)}: {done.stderr}")
        kilobytes, microseconds = map(int, done.stderr.split()[-2:])
        return kilobytes * 1024 / 1e6, microseconds / 1e6

    # Start-up

    def measure_start(self):
        row = Row("start-up, static build, wall / empty C program", "", 3.5, 1.75,
                  missing="C compiler")
        if self.workspace.compiler:
            ours = Command(
                [self.workspace.static_build(), "simulate", "-q"]
                + ["-c", os.path.join(WORKED_EXAMPLE, "station.json")]
                + ["-t", os.path.join(WORKED_EXAMPLE, "timeline.csv")])
            empty = Command([self.workspace.compile("empty")])
            row.take(Ratio(*take_turns([ours, empty], max(300, self.runs)), "wall"))
        self.add(row)

    # One reallocation

    def measure_reallocation(self):
        bars = {20: (50, 110), 200: (200, 400), 2_000: (400, 650)}
        done = subprocess.run(
            [os.path.join(self.workspace.tools, "reallocation"), str(self.workspace.seed)]
            + [str(self.runs)], check=True, capture_output=True, text=True)
        for line in done.stdout.splitlines():
            vehicles, plain, grouped, policy, change = map(int, line.split())
            must, aim = bars[vehicles]
            self.add(Row(
                f"one reallocation, {vehicles:,} vehicles, times faster", "", must, aim,
                more_is_better=True, measured=plain / policy,
                note=f"{plain / 1e3:,.0f} us / {policy / 1e3:.2f} us"))
            self.figure(f"{vehicles:,} vehicles, times faster than a plain version in linear time",
                        f"{grouped / policy:.0f}")
            self.figure(f"{vehicles:,} vehicles, one change and the reallocation",
                        f"{change / 1e3:.2f} us")

    # The table

    def print(self):
        heading = ("what", "measured", "must", "aim", "verdict", "")
        lines = [heading] + [
            (row.what, row.text(row.measured), row.text(row.must), row.text(row.aim), row.verdict,
             row.note)
            for row in self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(heading))]
        for line in lines:
            cells = [
                cell.rjust(width) if 1 <= column <= 3 else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(line, widths))]
            print("  ".join(cells).rstrip())
        print("\nFigures without limits:")
        width = max(len(what) for what, _ in self.figures)
        for what, value in self.figures:
            print(f"  {what.ljust(width)}  {value}")
        print()
        for name, how in self.workspace.missing.items():
            print(f"Missing: {name}, so its rows are not measured. To install it: {how}")
        short = [row.what for row in self.rows if row.falls_short]
        for what in short:
            print(f"Falls short of a must: {what}")
        if not short:
            print("Every must that was measured is met.")
        return not short


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=7, help="runs of each command")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--quick", action="store_true", help="memory at EVENTS instead of 10,000,000 events")
    parser.add_argument(
        "--paths", action="store_true", help="compare other inputs and options with the reference")
    options = parser.parse_args()
    try:
        with Workspace(options.seed) as workspace:
            workspace.build()
            print(f"{options.events:,} events, seed {options.seed}, medians of {options.runs} runs")
            print(f"{workspace.machine()}\n{workspace.versions()}\n", flush=True)
            if options.paths:
                print_paths(workspace, options.events, options.runs)
                return 0
            table = Table(workspace, options.events, options.runs, options.quick)
            table.measure()
            return 0 if table.print() else 1
    except Failed as problem:
        sys.exit(f"bench: {problem}")


if __name__ == "__main__":
    sys.exit(main())
