#!/usr/bin/env python3
"""Measures the release build against its peers and holds the ratios to their bars.

Prints a table; exits 1 if a "must" is not met. README.md beside this file says what each row means.
"""

import argparse
import math
import os
import re
import subprocess
import sys
from dataclasses import dataclass

sys.dont_write_bytecode = True

from measure import Command, Failed, medians, take_turns  # noqa: E402
from paths import print_paths  # noqa: E402
from workspace import ORJSON, ROOT, Workspace, say  # noqa: E402

WORKED_EXAMPLE = os.path.join(ROOT, "examples", "worked-example")


@dataclass
class Row:
    """A figure and its bars; `more_is_better` where they are lower bounds."""

    what: str
    unit: str
    must: float
    aim: float
    more_is_better: bool = False
    measured: float = None
    missing: str = None
    note: str = ""

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
        digits = 0 if value >= 100 else 1 if value >= 10 else 2
        text = f"{value:,.{digits}f}"
        if "." in text and value in (self.must, self.aim):
            text = text.rstrip("0").rstrip(".")
        return text + self.unit


class Table:
    """The rows of the table, measured one after the other, and figures beside them."""

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

    def simulate(self, timeline, *options, program=None, format="csv"):
        return Command(
            [program or self.workspace.program, "simulate", "-q", "-c", self.station]
            + ["-t", timeline, "-f", format, *options])

    def measure(self):
        self.measure_copies()
        self.measure_counting()
        self.measure_json()
        self.measure_instructions()
        self.measure_memory()
        self.measure_start()
        self.measure_reallocation()

    # CSV against programs that only copy or count bytes

    def measure_copies(self):
        ours = self.simulate(self.csv)
        output = self.workspace.path("output.csv")
        medians([ours.to_file(output)], 1, "wall")
        self.figure("output of the reference workload", f"{os.path.getsize(output) / 1e6:,.0f} MB")
        cat = Command(["cat", output])

        wall, peer = medians([ours.to_pipe(), cat.to_pipe()], self.runs, "wall")
        self.add(Row(
            "CSV to CSV through a pipe, wall / cat", "", 1.0, 0.6, measured=wall / peer,
            note=f"{wall:.3f} s / {peer:.3f} s"))

        copies = [self.workspace.path("a"), self.workspace.path("b"), self.workspace.path("c.csv")]
        beside = Command(ours.arguments + ["-o", copies[2]])
        commands = [ours.to_file(copies[0]), cat.to_file(copies[1]), beside]
        wall, peer, beside = medians(commands, self.runs, "wall")
        for path in copies + [output]:
            os.unlink(path)
        self.add(Row(
            "CSV to CSV to a file, wall / cat", "", 2, 1.4, measured=wall / peer,
            note=f"{wall:.3f} s / {peer:.3f} s"))
        self.figure("the same with -o FILE, wall / cat", f"{beside / peer:.2f}")

    def measure_counting(self):
        row = Row("CSV to CSV to /dev/null, CPU / mawk", "", 3, 1.75, missing="mawk")
        ours = self.simulate(self.csv)
        if self.workspace.mawk:
            mawk = Command([self.workspace.mawk, "-F,", "{n+=NF}", self.csv])
            cpu, peer = medians([ours, mawk], self.runs, "cpu")
            row.measured, row.note = cpu / peer, f"{cpu:.3f} s / {peer:.3f} s"
        else:
            [cpu] = medians([ours], self.runs, "cpu")
        self.add(row)
        self.figure("CPU per event, CSV to CSV", f"{cpu / self.events * 1e9:,.0f} ns")

    # NDJSON

    def measure_json(self):
        ndjson = self.workspace.timeline(self.events, "ndjson")
        commands = [
            self.simulate(ndjson, "--per", "station"), self.simulate(self.csv, "--per", "station")]
        if self.workspace.has_orjson:
            array = self.workspace.timeline(self.events, "json")
            commands.append(Command([sys.executable, "-c", ORJSON, array]))
        cpu, csv, *peer = medians(commands, self.runs, "cpu")
        row = Row("NDJSON to /dev/null per station, CPU / orjson", "", 0.6, 0.3, missing="orjson")
        if peer:
            row.measured, row.note = cpu / peer[0], f"{cpu:.3f} s / {peer[0]:.3f} s"
        self.add(row)
        self.add(Row(
            "the same, CPU / CSV to /dev/null per station", "", 2, 1.5, measured=cpu / csv,
            note=f"{cpu:.3f} s / {csv:.3f} s"))

    # Counts

    def measure_instructions(self):
        row = Row("instructions per event, CSV to CSV", "", 3_500, 2_200, missing="valgrind")
        if self.workspace.valgrind:
            few, many = 5_000, 25_000
            counts = [self.instructions(self.workspace.timeline(size)) for size in (few, many)]
            row.measured = (counts[1] - counts[0]) / (many - few)
            row.note = f"callgrind, {many:,} events less {few:,}"
        self.add(row)

    def instructions(self, timeline):
        command = self.simulate(timeline).arguments
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
            self.launch = self.workspace.compile("launch")
            small = self.workspace.timeline(few)
            large = self.csv if many == self.events else self.workspace.timeline(many)
            start = self.memory(self.simulate(small))
            peak.measured = self.memory(self.simulate(large))
            peak.note = f"{start:.2f} MB for {few:,}"
            growth.measured = peak.measured / start
            summary = self.workspace.path("summary.json")
            for name, command in [
                ("with --summary", self.simulate(self.csv, "--summary", summary)),
                ("JSON", self.simulate(self.csv, format="json")),
                ("a table", self.simulate(self.csv, format="table")),
                ("NDJSON in", self.simulate(self.workspace.timeline(self.events, "ndjson"))),
            ]:
                self.figure(f"peak memory, {self.events:,} events, {name}",
                            f"{self.memory(command):.2f} MB")
        self.add(peak)
        self.add(growth)

    def memory(self, command):
        """The most memory that a command has, in MB (10^6 bytes)."""
        done = subprocess.run(
            [self.launch, *command.arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True)
        if done.returncode != 0:
            raise Failed(f"{' '.join(command.arguments)}: {done.stderr}")
        return int(done.stderr.split()[-1]) * 1024 / 1e6

    # Start-up

    def measure_start(self):
        row = Row("start-up, static build, wall / empty C program", "", 3.5, 1.75,
                  missing="C compiler")
        if self.workspace.compiler:
            ours = Command(
                [self.workspace.build_static(), "simulate", "-q"]
                + ["-c", os.path.join(WORKED_EXAMPLE, "station.json")]
                + ["-t", os.path.join(WORKED_EXAMPLE, "timeline.csv")])
            empty = Command([self.workspace.compile("empty")])
            wall, peer = medians([ours, empty], max(200, self.runs), "wall")
            row.measured = wall / peer
            row.note = f"{wall * 1e3:.2f} ms / {peer * 1e3:.2f} ms"
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
        heading = ("what", "measured", "must", "aim", "verdict", "medians")
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
        print("\nBeside the table:")
        width = max(len(what) for what, _ in self.figures)
        for what, value in self.figures:
            print(f"  {what.ljust(width)}  {value}")
        for name, how in self.workspace.missing.items():
            print(f"\nMissing: {name} ({how}); its rows are not measured.")
        short = [row.what for row in self.rows if row.falls_short]
        print(f"\nFalls short: {'; '.join(short) or 'nothing that was measured'}.")
        return not short


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5, help="repeats of each comparison")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--quick", action="store_true", help="memory at EVENTS instead of 10,000,000 events")
    parser.add_argument(
        "--paths", action="store_true", help="other inputs and options against the reference")
    options = parser.parse_args()
    try:
        with Workspace(options.seed) as workspace:
            workspace.build()
            print(f"{options.events:,} events, seed {options.seed}, medians of {options.runs} runs")
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
