"""The program as a person or a script runs it: as a process, or in this one.

Each line of a test lies in a directory of its own; nodes listen on free ports of the
loopback. Nothing here waits for time to pass: a node is ready when it says so, and has
ended when its process has.
"""

import contextlib
import io
import json
import os
import pty
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from detente.cli import main

DETENTE = Path(sys.executable).with_name("detente")
PASSPHRASE = "four words said aloud"
LONGEST_S = 45


class Ended(NamedTuple):
    """How a run ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> dict[str, Any]:
        """What it printed last, as JSON."""
        found: dict[str, Any] = json.loads(self.out.splitlines()[-1])
        return found


def call(*arguments: str | Path) -> Ended:
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(each) for each in arguments])
    return Ended(code, out.getvalue(), err.getvalue())


def run(*arguments: str | Path, at: Path) -> Ended:
    """Run a command as a process in a directory."""
    return process([DETENTE, *map(str, arguments)], at, os.environ)


def shell(command: str, at: Path, **environment: str) -> Ended:
    """Run a command line as it stands in a help text."""
    path = f"{DETENTE.parent}{os.pathsep}{os.environ['PATH']}"
    around = {**os.environ, **environment, "PATH": path}
    return process(["/bin/sh", "-c", command], at, around)


def process(
    command: Sequence[str | Path], at: Path, environment: Mapping[str, str]
) -> Ended:
    """Run a process that is asked nothing to its end."""
    done = subprocess.run(
        command,
        cwd=at,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
        env=environment,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def refused(ended: Ended, code: int) -> str:
    """Return the one sentence of a command that ended with this exit code."""
    assert ended.code == code, (ended.code, ended.err)
    [sentence] = ended.err.splitlines()
    return sentence


def free_port() -> int:
    """Return a port of the loopback on which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def keep_passphrase(at: Path, name: str) -> Path:
    """Write a passphrase file that its owner alone can read."""
    file = at / name
    file.touch(mode=0o600)
    file.write_text(f"{PASSPHRASE}\n")
    return file


class Node:
    """A node as a process of its own."""

    def __init__(self, *arguments: str | Path, at: Path) -> None:
        """Start it; return when it has said that it is ready."""
        self.process = subprocess.Popen(
            [DETENTE, "serve", *map(str, arguments)],
            cwd=at,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.ready = self.process.stdout.readline()
        assert self.ready, self.end()

    def end(self, number: int = signal.SIGTERM) -> Ended:
        """End it by a signal; return how it ended."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        out, err = self.process.communicate(timeout=LONGEST_S)
        return Ended(self.process.returncode, out, err)

    @property
    def up(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None


@contextlib.contextmanager
def serving(*arguments: str | Path, at: Path) -> Iterator[Node]:
    """Run a node for as long as the block does."""
    node = Node(*arguments, at=at)
    try:
        yield node
    finally:
        node.end()


def at_a_terminal(
    arguments: Sequence[str | Path], answers: Sequence[tuple[str, str]], at: Path
) -> tuple[int, str]:
    """Run a command at a terminal and answer its questions.

    Args:
        arguments: the command.
        answers: in turn, the end of a question and what is typed then.
        at: in which directory.

    Returns:
        The exit code, and all that the terminal showed.
    """
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(at)
        command = [str(DETENTE), *map(str, arguments)]
        os.execv(DETENTE, command)  # noqa: S606 - a program of this checkout
    shown = b""
    waiting = list(answers)
    with contextlib.closing(os.fdopen(terminal, "r+b", buffering=0)) as screen:
        while select.select([screen], [], [], LONGEST_S)[0]:
            try:
                got = screen.read(4096)
            except OSError:  # Linux: the other end of a terminal has gone
                break
            if not got:
                break
            shown += got
            if waiting and shown.endswith(waiting[0][0].encode()):
                screen.write(waiting.pop(0)[1].encode() + b"\n")
        else:
            os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), shown.decode().replace("\r\n", "\n")
