# SPDX-License-Identifier: MIT
"""A screen of its own with one program on it: keys go in as from a keyboard, pictures and spoken lines come out."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import Empty, Queue

ROOT = Path(__file__).resolve().parents[2]
SIZE = "1366x768x24"
COMES_S, LEAVES_S = 60, 15
DOCUMENTS = 'XDG_DOCUMENTS_DIR="/home/clerk/Documents"\n'
"""What the pictures show in the place of the home of whoever takes them. Nothing is written there."""
KEY_MS, MAPPED_KEY_MS = "25", "150"


class Screen:
    """One display."""

    def __init__(self, display: str, pictures: Path, config: Path) -> None:
        here = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(config)}
        self._env = {**os.environ, **here}
        self._pictures = pictures
        self._lines: Queue[str] = Queue()

    @contextmanager
    def program(self, *arguments: str) -> Iterator[None]:
        """Run the program until the block ends; its window has the keyboard."""
        command = [sys.executable, "-m", "tests.guide.aloud", *arguments]
        with subprocess.Popen(command, cwd=ROOT, env=self._env, stdout=subprocess.PIPE, text=True) as process:
            hears = threading.Thread(target=self._hear, args=(process,), daemon=True)
            hears.start()
            try:
                self._xdotool("search", "--sync", "--onlyvisible", "--name", "VaxDesk", "windowactivate", "--sync")
                self.rest(2)
                yield
                self.press("alt+F4")
                process.wait(LEAVES_S)
            finally:
                process.kill()
                hears.join(LEAVES_S)

    def picture(self, name: str) -> None:
        """Keep what is on the screen as ``name``.png, in few colours so that it stays small."""
        file = self._pictures / f"{name}.png"
        few = ("+dither", "-colors", "128", "-strip", f"PNG8:{file}")
        subprocess.run(["import", "-window", "root", *few], env=self._env, check=True)
        sys.stdout.write(f"{file.relative_to(ROOT) if file.is_relative_to(ROOT) else file}\n")

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        self._xdotool("key", "--clearmodifiers", "--delay", KEY_MS, *keys)

    def write(self, text: str) -> None:
        """Type ``text`` into whatever has the keyboard."""
        if text:
            # Letters that the keyboard has no key for are mapped to one for a moment: give it time.
            self._xdotool("type", "--delay", KEY_MS if text.isascii() else MAPPED_KEY_MS, text)

    def rest(self, seconds: float) -> None:
        """Let the program come to rest."""
        self._xdotool("sleep", str(seconds))

    def wait_for(self, shown: Callable[[str], bool], seconds: float) -> str:
        """Return the first line of the status bar that ``shown`` accepts.

        Raises:
            TimeoutError: none came for ``seconds``; names the last line.
        """
        line = ""
        while True:
            try:
                line = self._lines.get(timeout=seconds)
            except Empty:
                raise TimeoutError(f"the status bar still says: {line}") from None
            if shown(line):
                return line

    def _hear(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            self._lines.put(line.strip())

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._env, check=True, timeout=COMES_S, stdout=subprocess.DEVNULL)


@contextmanager
def screen(pictures: Path) -> Iterator[Screen]:
    """Start a display with a window manager, without which no window is active and no shortcut works."""
    reads, writes = os.pipe()
    command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", SIZE, "-nolisten", "tcp"]
    with ExitStack() as stack:
        server = stack.enter_context(subprocess.Popen(command, pass_fds=(writes,), stderr=subprocess.DEVNULL))
        stack.callback(_end, server)
        os.close(writes)
        with os.fdopen(reads) as told:
            display = f":{told.readline().strip()}"
        env = {**os.environ, "DISPLAY": display}
        manager = stack.enter_context(subprocess.Popen(["openbox"], env=env, stderr=subprocess.DEVNULL))
        stack.callback(_end, manager)
        config = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (config / "user-dirs.dirs").write_text(DOCUMENTS, encoding="utf-8")
        yield Screen(display, pictures, config)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(LEAVES_S)
