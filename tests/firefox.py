"""A stock Firefox, driven over WebDriver BiDi: what a smoke test needs of it, and no more."""

import json
import re
import subprocess

import websocket

LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
PATIENCE = 60


class Firefox:
    """A headless Firefox with a profile of its own.

    Parameters
    ----------
    program : str
        The path of Firefox.
    profile : path-like
        An empty folder.
    """

    def __init__(self, program, profile):
        command = [program, "--headless", "--no-remote", "--profile", str(profile)]
        self._process = subprocess.Popen(
            [*command, "--remote-debugging-port", "0"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        address = next(filter(None, map(LISTENING.search, self._process.stderr)))[1]
        self._socket = websocket.create_connection(
            f"{address}/session", timeout=PATIENCE, suppress_origin=True
        )
        self._count = 0
        self.events = []
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self.tab = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method, **params):
        """Send a command and return its result; keep the events that come in between."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": params}
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._count:
                if answer["type"] == "error":
                    raise RuntimeError(f"{method}: {answer['message']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, url):
        """Open a page, and forget what happened before."""
        self.events.clear()
        self.call("browsingContext.navigate", context=self.tab, url=url, wait="complete")

    def run(self, script):
        """Run an asynchronous function body in the page and return what it returns, as JSON."""
        answer = self.call(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await (async () => {{{script}}})()))()",
            target={"context": self.tab},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def errors(self):
        """Return the texts of errors in the console."""
        logged = [event["params"] for event in self.events if event["method"] == "log.entryAdded"]
        return [entry["text"] for entry in logged if entry["level"] == "error"]

    def requests(self):
        """Return the addresses that the page asked for."""
        return [
            event["params"]["request"]["url"]
            for event in self.events
            if event["method"] == "network.beforeRequestSent"
        ]

    def close(self):
        """End Firefox."""
        self._socket.close()
        self._process.terminate()
        self._process.wait(PATIENCE)
        self._process.stderr.close()
