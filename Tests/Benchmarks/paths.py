"""Other inputs and options than those of the reference workload, so that a cliff shows."""

from dataclasses import dataclass

from measure import Command, medians

POLICIES = [
    "max-min", "proportional", "first-come", "earliest-departure", "least-laxity", "unmanaged"]


@dataclass
class Path:
    """A way through the program: what is generated, and how it is replayed."""

    what: str
    format: str = "csv"
    shape: tuple = ()
    active: int = 10
    options: tuple = ()
    output: str = "csv"
    # 900 sessions write 90 times as many rows.
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
    """CPU per event of each path, and per row of the reference's, as ratios to the reference."""
    heading = f"{'what':32}  {'ns per event':>12}  {'/ reference':>11}"
    print(heading, flush=True)
    reference = command(workspace, PATHS[0], events)
    for path in PATHS:
        count = max(1, int(events * path.share))
        measured, base = medians([command(workspace, path, count), reference], runs, "cpu")
        ratio = measured / count / (base / events)
        print(f"{path.what:32}  {measured / count * 1e9:12,.0f}  {ratio:11.2f}", flush=True)


def command(workspace, path, events):
    timeline = workspace.timeline(
        events, path.format, *path.shape, "--active", str(path.active))
    return Command(
        [workspace.program, "simulate", "-q", "-c", workspace.station(path.active)]
        + ["-t", timeline, "-f", path.output, *path.options])
