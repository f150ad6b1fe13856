"""Runs commands in turn, measures their times, and computes ratios of the medians."""

import os
import shlex
import statistics
import time
from dataclasses import dataclass

DEV_NULL = "/dev/null"


@dataclass
class Command:
    """A program with its arguments and the target of its output."""

    arguments: list
    output: str = DEV_NULL
    is_piped: bool = False
    file: str = DEV_NULL

    def to_file(self, path):
        return Command(self.arguments, path)

    def to_pipe(self):
        """Pipes the output to `cat > /dev/null`, which is the same reader for all commands."""
        return Command(self.arguments, is_piped=True)


def synced(arguments, file, redirects=False):
    """Writes a file and waits until it is on the disk: the command, then `sync` of the file.

    The command names the file itself, or its output is redirected there."""
    words = shlex.join(arguments) + (f" > {shlex.quote(file)}" if redirects else "")
    return Command(["sh", "-c", f"{words} && sync {shlex.quote(file)}"], file=file)


@dataclass
class Usage:
    """The times of one run in seconds: `wall` until the last process ends, `cpu` the user and
    system time of the program alone."""

    wall: float
    cpu: float


class Failed(Exception):
    pass


def spawn(arguments, actions):
    return os.posix_spawnp(arguments[0], arguments, os.environ, file_actions=actions)


def redirect(path, descriptor):
    flags = os.O_RDONLY if descriptor == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    return (os.POSIX_SPAWN_OPEN, descriptor, path, flags, 0o644)


def run(command):
    """Runs a command once."""
    for path in {command.output, command.file} - {DEV_NULL}:
        if os.path.exists(path):
            os.unlink(path)  # otherwise the time to truncate the old file would count
    reader = None
    if command.is_piped:
        read_end, write_end = os.pipe()
        actions = [(os.POSIX_SPAWN_DUP2, write_end, 1)]
        reader_actions = [(os.POSIX_SPAWN_DUP2, read_end, 0), redirect(DEV_NULL, 1)]
    else:
        actions = [redirect(command.output, 1)]
    actions.append(redirect(DEV_NULL, 0))

    start = time.perf_counter()
    child = spawn(command.arguments, actions)
    if command.is_piped:
        reader = spawn(["cat"], reader_actions)
        os.close(read_end)
        os.close(write_end)
    _, status, usage = os.wait4(child, 0)
    if reader:
        os.waitpid(reader, 0)
    wall = time.perf_counter() - start
    if status != 0:
        code = os.waitstatus_to_exitcode(status)
        raise Failed(f"status {code} from {' '.join(command.arguments)}")
    return Usage(wall, usage.ru_utime + usage.ru_stime)


def take_turns(commands, repeats):
    """Runs the commands in turn, with the order reversed every second time.

    Other load on the machine thus affects all commands. Returns a list of usages per command.
    """
    results = [[] for _ in commands]
    for repeat in range(repeats):
        places = list(range(len(commands)))
        for place in places if repeat % 2 == 0 else reversed(places):
            results[place].append(run(commands[place]))
    return results


def medians(commands, repeats, figure):
    """Returns the median of a figure, `wall` or `cpu`, for each command."""
    results = take_turns(commands, repeats)
    return [statistics.median(getattr(usage, figure) for usage in usages) for usages in results]


class Ratio:
    """A figure of a command divided by that of its peer.

    The note has the medians, and the ratio of the best runs, which shows how busy the machine was.
    """

    def __init__(self, usages, peer, figure):
        ours = [getattr(usage, figure) for usage in usages]
        theirs = [getattr(usage, figure) for usage in peer]
        self.value = statistics.median(ours) / statistics.median(theirs)
        self.note = (
            f"{duration(statistics.median(ours))} / {duration(statistics.median(theirs))};"
            f" best runs {min(ours) / min(theirs):.2f}")


def duration(seconds):
    return f"{seconds:.3f} s" if seconds >= 0.1 else f"{seconds * 1e3:.2f} ms"
