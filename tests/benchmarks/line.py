# SPDX-License-Identifier: MIT
"""A slow line on loopback: a TCP proxy in a process of its own, shaped as ``shaping.py`` says. Reads no content.

``python -m tests.benchmarks.line URL KBIT_S ROUND_TRIP_S CUT_EVERY_S SEED`` prints the port, then works until its
input ends, then prints its report. It cannot lose single packets: TCP would send them again anyway.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, astuple
from pathlib import Path
from random import Random
from urllib.parse import urlsplit, urlunsplit

from tests.benchmarks.figures import percentile
from tests.benchmarks.shaping import Calls, Lane, Report, Shape, too_soon

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
_LEAVES_S = 10


class RunningLine:
    """A line in its process.

    Attributes:
        base_url: what to call instead of the portal's.
        report: what it saw; there when the line has ended.
    """

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.report: Report


@contextmanager
def line_process(portal_url: str, shape: Shape) -> Iterator[RunningLine]:
    """Run a line to ``portal_url``; its report is there afterwards."""
    command = [sys.executable, "-m", "tests.benchmarks.line", portal_url, *map(str, astuple(shape))]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = urlsplit(portal_url)
        running = RunningLine(urlunsplit(url._replace(netloc=f"{LOOPBACK}:{process.stdout.readline().strip()}")))
        try:
            yield running
        finally:
            said, _nothing = process.communicate(timeout=_LEAVES_S)
            running.report = Report(**json.loads(said))


class Line:
    """The line inside its process: two lanes and whoever is connected."""

    def __init__(self, portal: tuple[str, int], shape: Shape) -> None:
        self.up, self.down = Lane(shape), Lane(shape)
        self._portal, self._shape = portal, shape
        self._random = Random(shape.seed)
        self._open: set[Desk] = set()
        self._calls: list[Calls] = []
        self._moments: list[float] = []
        self._late_s: list[float] = [0.0]
        self._cuts = 0

    async def serve(self) -> int:
        """Listen; return the port."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(self._meet, LOOPBACK, 0)
        self._plan_cut()
        port: int = server.sockets[0].getsockname()[1]
        return port

    def carry(self, chunk: bytes, to: Peer, lane: Lane) -> None:
        """Bring ``chunk`` (empty: the end) to the other side when it is its time."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        arrives_at = lane.send(len(chunk), now)
        self._moments += [now] if chunk else []
        to.ahead.append(chunk)
        loop.call_at(arrives_at, self._arrive, to, arrives_at)

    def connect(self, desk: Desk) -> None:
        """Reach the portal for ``desk`` once the handshake has been there and back."""
        loop = asyncio.get_running_loop()
        loop.call_later(self._shape.round_trip_s, lambda: desk.reach(loop, self._portal))

    def over(self, desk: Desk) -> None:
        """Forget a connection that has ended."""
        self._open.discard(desk)

    def report(self) -> Report:
        """Return what was seen so far."""
        left_at = [at for calls in self._calls for at in calls.left_at]
        windows = [window for calls in self._calls for window in calls.windows]
        return Report(
            seconds=max(self._moments) - min(self._moments) if self._moments else 0.0,
            calls=len(left_at),
            too_soon=too_soon(left_at, windows),
            bytes_up=self.up.carried,
            bytes_down=self.down.carried,
            connections=len(self._calls),
            cuts=self._cuts,
            late_s=percentile(self._late_s, 0.99),
        )

    def _meet(self) -> Desk:
        desk = Desk(self)
        self._open.add(desk)
        self._calls.append(desk.calls)
        return desk

    def _arrive(self, to: Peer, arrives_at: float) -> None:
        now = asyncio.get_running_loop().time()
        chunk = to.ahead.popleft()
        self._late_s.append(now - arrives_at)
        self._moments += [now] if chunk else []
        to.take(chunk, now)

    def _plan_cut(self) -> None:
        if self._shape.cut_every_s:
            in_s = self._random.expovariate(1 / self._shape.cut_every_s)
            asyncio.get_running_loop().call_later(in_s, self._cut)

    def _cut(self) -> None:
        """Cut one connection: both sides hear of it at once, what was on its way is lost."""
        if self._open:
            desk = self._random.choice(sorted(self._open, key=lambda desk: desk.number))
            desk.abort()
            desk.portal.abort()
            self._cuts += 1
        self._plan_cut()


class Peer(asyncio.Protocol):
    """One side of a connection.

    Attributes:
        ahead: what is on its way here, oldest first; an empty chunk is the end.
    """

    def __init__(self) -> None:
        self.ahead: deque[bytes] = deque()
        self._transport: asyncio.Transport | None = None
        self._gone = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def take(self, chunk: bytes, now: float) -> None:
        """Hand over what has arrived here."""
        if self._gone or self._transport is None:
            return
        if chunk:
            self._transport.write(chunk)
        else:
            self._transport.close()

    def abort(self) -> None:
        """Reset the connection without a word."""
        if self._transport and not self._gone:
            tcp = self._transport.get_extra_info("socket")
            with contextlib.suppress(OSError):
                tcp.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            self._transport.abort()
        self._gone = True


class Desk(Peer):
    """The side of whoever calls. What it sends before the handshake is over waits for that."""

    numbers = iter(range(sys.maxsize))

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.number = next(self.numbers)
        self.calls = Calls()
        self.portal = Portal(line, self)
        self._line = line
        self._early: list[bytes] | None = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._line.connect(self)

    def data_received(self, data: bytes) -> None:
        self.calls.goes_up(asyncio.get_running_loop().time())
        if self._early is None:
            self._line.carry(data, self.portal, self._line.up)
        else:
            self._early.append(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._gone = True
        self._line.over(self)
        if self._early is None:
            self._line.carry(b"", self.portal, self._line.up)

    def take(self, chunk: bytes, now: float) -> None:
        """Hand over, and note what the portal said; what comes to a connection that was cut nobody has heard."""
        if not self._gone:
            self.calls.comes_down(chunk, now)
        super().take(chunk, now)

    def reach(self, loop: asyncio.AbstractEventLoop, portal: tuple[str, int]) -> None:
        """Connect to the portal, unless whoever called has given up."""
        if not self._gone:
            self._reaching = loop.create_task(self._reach(loop, portal))

    async def _reach(self, loop: asyncio.AbstractEventLoop, portal: tuple[str, int]) -> None:
        try:
            await loop.create_connection(lambda: self.portal, *portal)
        except OSError:
            self.abort()
            return
        early, self._early = self._early or [], None
        for chunk in early:
            self._line.carry(chunk, self.portal, self._line.up)
        if self._gone:
            self._line.carry(b"", self.portal, self._line.up)


class Portal(Peer):
    """The side of the portal."""

    def __init__(self, line: Line, desk: Desk) -> None:
        super().__init__()
        self._line, self._desk = line, desk

    def data_received(self, data: bytes) -> None:
        self._line.carry(data, self._desk, self._line.down)

    def connection_lost(self, exc: Exception | None) -> None:
        self._gone = True
        self._line.carry(b"", self._desk, self._line.down)


async def _work(url: str, shape: Shape) -> None:
    parts = urlsplit(url)
    line = Line((parts.hostname or LOOPBACK, parts.port or 80), shape)
    sys.stdout.write(f"{await line.serve()}\n")
    sys.stdout.flush()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    sys.stdout.write(json.dumps(asdict(line.report())) + "\n")


def main(url: str, kbit_s: str, round_trip_s: str, cut_every_s: str, seed: str) -> int:
    """Be the line until the input ends."""
    asyncio.run(_work(url, Shape(float(kbit_s), float(round_trip_s), float(cut_every_s), int(seed))))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
