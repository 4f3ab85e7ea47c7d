"""A Chromium without a window, driven by chromedriver (WebDriver, a W3C Recommendation of 2018) over HTTP."""

import json
import shutil
import time
import urllib.error
import urllib.request

from processes import ANSWER_SECONDS, free_tcp_port, lack

PROGRAMS = ("chromium", "chromedriver")
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--window-size=1280,1600")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key under which the Recommendation has an element's name


def require_browser():
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if missing:
        lack(f"No {', '.join(missing)} found: install Debian's chromium and chromium-driver.")


class Browser:
    """One page; it sounds in the environment that `wrap` gives a command line."""

    def __init__(self, bench, wrap=lambda *command: list(command)):
        self.port = free_tcp_port()
        self.log = bench.folder / "chromedriver.log"
        self.driver = bench.start(wrap(shutil.which("chromedriver"), f"--port={self.port}"), cpu=None, log=self.log)
        self.session = ""
        profile = bench.folder / "chromium"
        options = {"binary": shutil.which("chromium"), "args": [*FLAGS, f"--user-data-dir={profile}"]}
        wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
        self.session = "/" + self.await_session(wanted)

    def await_session(self, wanted):
        end = time.monotonic() + ANSWER_SECONDS
        while True:
            try:
                return self.ask("POST", "", wanted)["sessionId"]
            except (ConnectionError, urllib.error.URLError):
                if self.driver.poll() is not None or time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/session{self.session}{path}", data, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def open(self, url):
        self.ask("POST", "/url", {"url": url})

    def run(self, script):
        return self.ask("POST", "/execute/sync", {"script": script, "args": []})

    def text(self, identity):
        return self.run(f"return document.getElementById('{identity}').textContent")

    def click(self, identity):
        """As a person does: a page may sound from then on."""
        element = self.ask("POST", "/element", {"using": "css selector", "value": f"#{identity}"})[ELEMENT]
        self.ask("POST", f"/element/{element}/click", {})

    def await_text(self, identity, wanted):
        end = time.monotonic() + ANSWER_SECONDS
        while wanted not in (text := self.text(identity)):
            if time.monotonic() > end:
                raise TimeoutError(f"{identity} is {text!r}, not {wanted!r}")
            time.sleep(0.1)

    def close(self):
        self.ask("DELETE", "")
