"""`vivavoce app` answers on this machine alone, ends when told to, and says what to do where it cannot begin."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from app.cli.app import HOST

COMMAND = "import sys; from app.cli import main; sys.argv[0] = 'vivavoce'; main()"


@contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_ends_when_told_to(tmp_path: Path, ending: signal.Signals):
    with running("--study", str(tmp_path), "app", "--port", "0") as process:
        address = process.stdout.readline().split()[3]
        assert address.startswith(f"http://{HOST}:")
        while "server started" not in process.stdout.readline():
            assert process.poll() is None
        with urlopen(f"{address}/_stcore/health") as answer:
            assert answer.status == 200
        process.send_signal(ending)
        process.wait(timeout=30)
        with pytest.raises(OSError, match="refused"):
            urlopen(address)


def test_a_port_that_is_taken_is_an_error_with_a_remedy(tmp_path: Path):
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = str(other.getsockname()[1])
        with running("--study", str(tmp_path), "app", "--port", port) as process:
            said, _ = process.communicate(timeout=60)
        assert process.returncode == 2
        assert f"port {port}" in said
        assert "--port" in said


def test_a_port_that_there_is_not_is_refused(tmp_path: Path):
    with running("--study", str(tmp_path), "app", "--port", "70000") as process:
        process.communicate(timeout=60)
    assert process.returncode == 2
