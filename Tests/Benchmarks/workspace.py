"""Builds the programs, generates the timelines and finds the peers to compare with."""

import csv
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
HERE = os.path.dirname(os.path.abspath(__file__))
SCRATCH = os.path.join(ROOT, "scratch")

ORJSON = "import orjson, sys; orjson.loads(open(sys.argv[1], 'rb').read())"

# SHA-256 of the reference workload with 10,000 events and seed 1, as CSV, NDJSON and JSON.
GENERATED = "97397e498707cdcfd4af8d4f4df3a147cb47550acaab78b6f858ccf43a4fca20"

# The station of the page "Sizing a site".
SITE = {
    "stationId": "NEW_SITE",
    "gridCapacity": 300,
    "chargers": [
        {"id": f"HPC{number}", "maxPower": 300, "connectors": 2} for number in range(1, 5)],
    "vehicles": [
        {"id": "compact", "maxPower": 100, "batteryCapacity": 52,
         "chargingCurve": [[0, 90], [50, 90], [80, 45], [100, 5]]},
        {"id": "family", "maxPower": 170, "batteryCapacity": 77,
         "chargingCurve": [[0, 135], [10, 170], [35, 160], [60, 105], [80, 70], [100, 8]]},
        {"id": "long-range", "maxPower": 250, "batteryCapacity": 94,
         "chargingCurve": [[0, 150], [10, 250], [30, 220], [60, 120], [80, 80], [100, 10]]},
    ],
}
DAY_200 = os.path.join(ROOT, "examples", "day-200")

INSTALL = {
    "mawk": "apt-get install mawk",
    "valgrind": "apt-get install valgrind",
    "orjson": f"{sys.executable} -m pip install orjson",
    "C compiler": "apt-get install gcc, or put the toolchain's clang on the path",
}


def say(text):
    print(text, file=sys.stderr, flush=True)


class Workspace:
    """The builds, and the generated files in a folder that is removed at the end."""

    def __init__(self, seed):
        self.seed = seed
        self.swift = os.environ.get("SWIFT", "swift")
        os.makedirs(SCRATCH, exist_ok=True)
        self.folder = tempfile.TemporaryDirectory(prefix="bench-", dir=SCRATCH)
        self.missing = {}
        self.compiler = shutil.which("cc") or shutil.which("clang")
        self.mawk = self.peer("mawk", shutil.which("mawk"))
        self.valgrind = self.peer("valgrind", shutil.which("valgrind"))
        self.has_orjson = self.peer("orjson", has_module("orjson"))
        self.peer("C compiler", self.compiler)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def peer(self, name, found):
        if not found:
            self.missing[name] = INSTALL[name]
        return found

    def path(self, name):
        return os.path.join(self.folder.name, name)

    # Builds

    def build(self):
        """Builds the program and the package in this folder."""
        say("bench: building")
        self.quietly([self.swift, "build", "-c", "release", "--product", "sems-plan"])
        self.quietly(
            [self.swift, "build", "-c", "release", "--package-path", HERE]
            + ["--scratch-path", ".build-bench"])
        self.program = os.path.join(ROOT, ".build", "release", "sems-plan")
        self.tools = os.path.join(ROOT, ".build-bench", "release")

        self.check_generator()

    def check_generator(self):
        """Exits if the generator gives other bytes than expected: figures could not be compared."""
        digest = hashlib.sha256()
        for format in ("csv", "ndjson", "json"):
            with open(self.timeline(10_000, format, seed=1), "rb") as file:
                digest.update(file.read())
        if digest.hexdigest() != GENERATED:
            sys.exit(f"bench: the generator has changed: {digest.hexdigest()}")

    def machine(self):
        """Returns a description of the machine."""
        model = platform.machine()
        try:
            with open("/proc/cpuinfo") as file:
                names = [line for line in file if line.startswith("model name")]
                model = names[0].split(":")[1].strip() if names else model
        except OSError:
            pass
        return f"{os.cpu_count()} x {model}, {platform.system()}"

    def versions(self):
        """Returns the versions of all programs, in one line."""
        commands = [[self.swift, "--version"], ["cat", "--version"]]
        if self.mawk:
            commands.append([self.mawk, "-W", "version"])
        if self.valgrind:
            commands.append([self.valgrind, "--version"])
        if self.has_orjson:
            code = "import orjson; print('orjson', orjson.__version__)"
            commands.append([sys.executable, "-c", code])
        return "; ".join(first_line(command) for command in commands)

    def static_build(self):
        """Installs the program with `make install` and returns its path."""
        target = self.path("install")
        if not os.path.exists(target):
            self.quietly(["make", "install", f"DESTDIR={target}", "PREFIX=/usr"])
        return os.path.join(target, "usr", "bin", "sems-plan")

    def compile(self, name):
        """Compiles a small C program and returns its path."""
        source = os.path.join(HERE, "C", f"{name}.c")
        self.quietly([self.compiler, "-O2", "-o", self.path(name), source])
        return self.path(name)

    def quietly(self, arguments):
        done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"bench: {' '.join(arguments)} failed\n{done.stdout}{done.stderr}")

    # Data

    def generate(self, name, *options):
        """Generates a timeline or a station unless it exists, and returns its path."""
        path = self.path(name)
        if not os.path.exists(path):
            with open(path, "wb") as file:
                tool = os.path.join(self.tools, "workload")
                subprocess.run([tool, *options], stdout=file, check=True)
        return path

    def timeline(self, events, format="csv", *options, seed=None):
        seed = str(self.seed if seed is None else seed)
        words = ["timeline", str(events), seed, *(option.strip("-") for option in options)]
        return self.generate(
            f"{'-'.join(words)}.{format}", "--events", str(events), "--seed", seed,
            "--format", format, *options)

    def queue(self, events):
        """The timeline and the station of the queue-heavy workload."""
        station = self.generate("queue-station.json", "--station", "--queue")
        timeline = self.generate(
            f"queue-{events}.csv", "--queue", "--events", str(events), "--seed", str(self.seed))
        return timeline, station

    def site(self):
        """The station of the page "Sizing a site"."""
        path = self.path("site.json")
        with open(path, "w") as file:
            json.dump(SITE, file)
        return path

    def days(self, count, states_wishes):
        """The starts of the example day-200 on `count` days.

        With their energies and departures, or without them and with a `stop` at each departure."""
        path = self.path(f"days-{count}-{'wishes' if states_wishes else 'plain'}.csv")
        with open(os.path.join(DAY_200, "timeline.csv")) as file:
            day = list(csv.DictReader(file))
        events = []
        for place in range(count * len(day)):
            days, row = divmod(place, len(day))
            start = day[row]
            begin, end = (
                datetime.fromisoformat(start[key]) + timedelta(days=days)
                for key in ("time", "departureTime"))
            words = ["start", f"S{place:06}", start["chargerId"], start["idx"]]
            words.append(start["vehicleMaxPower"])
            if states_wishes:
                words += [start["energyRequested"], end.isoformat()]
            else:
                events.append((end, 0, ["stop", f"S{place:06}", "", "", ""]))
            events.append((begin, 1, words))
        # A connector is left before it is taken again.
        events.sort(key=lambda event: event[:2])
        with open(path, "w") as file:
            file.write("time,event,sessionId,chargerId,idx,vehicleMaxPower")
            file.write(",energyRequested,departureTime\n" if states_wishes else "\n")
            for time, _, words in events:
                file.write(",".join([time.isoformat(), *words]) + "\n")
        return path

    def quarter_hours(self):
        """A profile of a load that changes every quarter of an hour."""
        path = self.path("quarter-hours.csv")
        with open(path, "w") as file:
            file.write("time,power\n")
            for quarter in range(96):
                hours, minutes = divmod(15 * quarter, 60)
                file.write(f"{hours:02}:{minutes:02},{20 + 7 * quarter % 13}\n")
        return path

    def station(self, active=10):
        return self.generate(f"station-{active}.json", "--station", "--active", str(active))


def first_line(command):
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return (done.stdout.splitlines() or [f"{command[0]}, version unknown"])[0]


def has_module(name):
    done = subprocess.run([sys.executable, "-c", f"import {name}"], capture_output=True)
    return done.returncode == 0
