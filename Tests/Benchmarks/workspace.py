"""What is measured and what it is measured with: builds, timelines, and the peers that are there."""

import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
HERE = os.path.dirname(os.path.abspath(__file__))
SCRATCH = os.path.join(ROOT, "scratch")

ORJSON = "import orjson, sys; orjson.loads(open(sys.argv[1], 'rb').read())"

INSTALL = {
    "mawk": "apt-get install mawk",
    "valgrind": "apt-get install valgrind",
    "orjson": f"{sys.executable} -m pip install orjson",
    "cc": "apt-get install gcc, or have the toolchain's clang on the path",
}


def say(text):
    print(text, file=sys.stderr, flush=True)


class Workspace:
    """Builds everything, and keeps what it generates in a folder that goes away in the end."""

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
        self.peer("cc", self.compiler)

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
        """The program, and the package beside this file."""
        say("bench: building")
        self.quietly([self.swift, "build", "-c", "release", "--product", "sems-plan"])
        self.quietly(
            [self.swift, "build", "-c", "release", "--package-path", HERE]
            + ["--scratch-path", ".build-bench"])
        self.program = os.path.join(ROOT, ".build", "release", "sems-plan")
        self.tools = os.path.join(ROOT, ".build-bench", "release")

    def build_static(self):
        """The program as `make install` builds it; its path."""
        target = self.path("install")
        self.quietly(["make", "install", f"DESTDIR={target}", "PREFIX=/usr"])
        return os.path.join(target, "usr", "bin", "sems-plan")

    def compile(self, name):
        """A small program in C; its path."""
        source = os.path.join(HERE, "C", f"{name}.c")
        self.quietly([self.compiler, "-O2", "-o", self.path(name), source])
        return self.path(name)

    def quietly(self, arguments):
        done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"bench: {' '.join(arguments)} failed\n{done.stdout}{done.stderr}")

    # Data

    def generate(self, name, *options):
        """Writes a timeline or a station; its path."""
        path = self.path(name)
        with open(path, "wb") as file:
            subprocess.run(
                [os.path.join(self.tools, "workload"), "--seed", str(self.seed), *options],
                stdout=file, check=True)
        return path

    def timeline(self, events, format="csv", *options):
        name = "-".join([str(events), *(option.strip("-") for option in options)]) + f".{format}"
        return self.generate(name, "--events", str(events), "--format", format, *options)

    def station(self, active=10):
        return self.generate(f"station-{active}.json", "--station", "--active", str(active))


def has_module(name):
    done = subprocess.run([sys.executable, "-c", f"import {name}"], capture_output=True)
    return done.returncode == 0
