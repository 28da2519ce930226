"""The command app."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli.session import Session
from codebook.errors import OptionError

HOST = "127.0.0.1"
STREAMLIT = {
    "server.address": HOST,
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "viewer",
    "client.showErrorLinks": "false",
    "runner.magicEnabled": "false",
    "theme.light.primaryColor": "#0a63b0",
    "theme.dark.primaryColor": "#2f86d6",
    "theme.paddingTop": "0.5rem",
    "theme.headingFontSizes": "2rem,1.4rem,1.15rem,1rem,1rem,1rem",
}


def register(app: typer.Typer) -> None:
    """Hang the command into `app`."""
    app.command("app")(run)


def run(
    context: typer.Context,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port it answers on; 0 takes one that is free.")
    ] = 8501,
) -> None:
    """Open the app in a browser: tag, explore, draw conclusions. Only this machine reaches it."""
    session: Session = context.obj
    port = _free(port)
    script = Path(__file__).parents[1] / "script" / "vivavoce.py"
    options = [f"--{name}={value}" for name, value in STREAMLIT.items()]
    typer.echo(f"Vivavoce is at http://{HOST}:{port} (Ctrl+C ends it).")
    sys.stdout.flush()
    os.environ["VIVAVOCE_STUDY"] = str(session.where.resolve())
    os.environ["VIVAVOCE_CODER"] = session.said
    # In place of this process, so that a signal that ends the command ends the app, too. With -P no module is taken
    # from the folder in which the command was given.
    server = [sys.executable, "-P", "-m", "app.serving"]
    os.execv(sys.executable, [*server, "run", str(script), f"--server.port={port}", *options])


def _free(port: int) -> int:
    """The port, where nobody else answers on it. Raises OptionError where somebody does."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise OptionError(
                f"Another program answers on port {port}, the app in another window perhaps. Close it, or say --port 0."
            ) from None
        return int(probe.getsockname()[1])
