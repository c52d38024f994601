"""A real JupyterLab on loopback, for as long as a test needs it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import nbformat


def write_notebook(path, *sources):
    """Write a notebook of code cells."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)


@contextmanager
def running_lab(folder):
    """Run JupyterLab in `folder` and yield its address; it ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"),
        *(f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token="),
        *(f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True"),
        *("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",),
    ]
    settings = {"JUPYTER_CONFIG_DIR": f"{folder}/.config", "JUPYTER_DATA_DIR": f"{folder}/.data"}
    settings["JUPYTERLAB_WORKSPACES_DIR"] = f"{folder}/.workspaces"
    settings["IPYTHONDIR"] = f"{folder}/.ipython"
    with open(folder / "lab.log", "w", encoding="utf-8") as log:
        server = subprocess.Popen(
            command, env={**os.environ, **settings}, stdout=log, stderr=log, cwd=folder
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}/api/status", server)
            yield address
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait(url, server, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError("JupyterLab did not start; see lab.log")


def run_all(page, address, notebook):
    """Open a notebook in JupyterLab and run every cell."""
    page.goto(f"{address}/lab/tree/{notebook}")
    page.wait_for_function("window.jupyterapp && window.jupyterapp.restored")
    page.evaluate("window.jupyterapp.restored")
    page.wait_for_selector(".jp-NotebookPanel .jp-CodeCell")
    page.wait_for_function(
        "(window.jupyterapp.shell.currentWidget?.context?.sessionContext?.session?.kernel"
        "?.status) === 'idle'"
    )
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
