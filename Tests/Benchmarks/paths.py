"""Measures inputs and options other than those of the reference workload, to find slow ones."""

import subprocess
from dataclasses import dataclass

from measure import Command, medians

POLICIES = [
    "max-min", "proportional", "first-come", "earliest-departure", "least-laxity", "unmanaged"]


@dataclass
class Path:
    """A kind of input and the options of its replay."""

    what: str
    format: str = "csv"
    shape: tuple = ()
    active: int = 10
    options: tuple = ()
    output: str = "csv"
    # The share of the events to run: with 900 sessions, each tick writes 90 times as many rows.
    share: float = 1


PATHS = [
    Path("the reference workload"),
    Path("1 session active", active=1),
    Path("3 sessions active", active=3),
    Path("900 sessions active", active=900, share=0.02),
    Path("quoted CSV fields", shape=("--quoted",)),
    Path("times in seconds", shape=("--numeric",)),
    Path("times with milliseconds", shape=("--milliseconds",)),
    Path("times with an offset", shape=("--offset",)),
    Path("NDJSON in", "ndjson"),
    Path("NDJSON in, spaced", "ndjson", ("--spaced",)),
    Path("NDJSON in, escapes", "ndjson", ("--escapes",)),
    Path("JSON array in", "json"),
    Path("NDJSON out", output="ndjson"),
    Path("JSON out", output="json"),
    Path("a table out", output="table"),
    Path("--per charger", options=("--per", "charger")),
    Path("--per station", options=("--per", "station")),
    Path("--per connector", options=("--per", "connector")),
    Path("--every 15m", options=("--every", "15m")),
    Path("--reallocation on-update", options=("--reallocation", "on-update")),
    Path("--step 0.001", options=("--step", "0.001")),
    *(Path(f"--policy {policy}", options=("--policy", policy)) for policy in POLICIES),
]


def print_paths(workspace, events, runs):
    """Prints the CPU per event of each path, and its ratio to that of the reference workload.

    The paths write different amounts, so the output per event and the CPU per byte are printed too.
    """
    print(f"{'what':30}  {'ns/event':>10}  {'/ reference':>11}  {'bytes out/event':>15}"
          f"  {'ns/byte out':>11}", flush=True)
    reference = command(workspace, PATHS[0], events)
    for path in PATHS:
        count = min(events, max(5_000, int(events * path.share)))
        ours = command(workspace, path, count)
        cpu, base = medians([ours, reference], runs, "cpu")
        written = count_output(ours)
        print(f"{path.what:30}  {cpu / count * 1e9:10,.0f}  {cpu / count / (base / events):11.2f}"
              f"  {written / count:15,.0f}  {cpu / written * 1e9:11.2f}", flush=True)


def count_output(command):
    """Returns the number of bytes that a command writes."""
    with subprocess.Popen(command.arguments, stdout=subprocess.PIPE) as process:
        return sum(len(block) for block in iter(lambda: process.stdout.read(1 << 20), b""))


def command(workspace, path, events):
    timeline = workspace.timeline(events, path.format, *path.shape, "--active", str(path.active))
    return Command(
        [workspace.program, "simulate", "-q", "-c", workspace.station(path.active)]
        + ["-t", timeline, "-f", path.output, *path.options])
