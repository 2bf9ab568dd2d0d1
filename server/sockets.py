"""The listening socket, whose options every accepted connection inherits, and those connections."""

from __future__ import annotations

import asyncio
import socket

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from server.intake import MAX_HEADER_BYTES

SEND_BUFFER_BYTES = 256 * 1024
"""What the kernel keeps for a reader that does not read; without it, that grows to about 4 MB."""
USER_TIMEOUT_MS = 60_000
"""How long sent bytes may stay unacknowledged before the connection is given up: a peer that has vanished."""
KEEPALIVE_IDLE_S, KEEPALIVE_INTERVAL_S, KEEPALIVE_PROBES = 30, 10, 3
BACKLOG = 2048
_TRANSPORT = "transport"
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n"
    b'{"detail":"Expected headers of at most %d bytes."}'
) % MAX_HEADER_BYTES


class Connection(HttpToolsProtocol):
    """A connection that the app can cut, and that refuses a request whose head does not end."""

    _head_bytes: int | None = None
    """How much of a head has come; None between two of them."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # uvicorn narrows it, too
        """Show the app its transport."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, _TRANSPORT: transport}

    def on_message_begin(self) -> None:
        """Begin to count a request's head."""
        super().on_message_begin()
        self._head_bytes = 0

    def on_headers_complete(self) -> None:
        """The head has ended; `HeaderLimit` looks at what it holds."""
        self._head_bytes = None
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Parse what has come. The parser would keep a head of any size, so one that is too large ends here."""
        super().data_received(data)
        if self._head_bytes is None or self.transport.is_closing():
            return
        self._head_bytes += len(data)
        if self._head_bytes > MAX_HEADER_BYTES:
            self.transport.write(_TOO_LARGE)
            self.transport.close()


async def cut(scope: Scope) -> None:
    """End a request's connection at once; closing it would wait for its reader to take all that was sent."""
    if transport := scope.get("state", {}).get(_TRANSPORT):
        transport.abort()
        await asyncio.sleep(0)  # uvicorn sees that it is gone


def listen(host: str, port: int) -> socket.socket:
    """A listening TCP socket on the first address of `host`; port 0 takes a free one.

    Raises:
        OSError: the host is not known or the address cannot be taken.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        # Linux only, as is most of what follows; elsewhere the send time-out alone has to do.
        for name, value in (
            ("TCP_USER_TIMEOUT", USER_TIMEOUT_MS),
            ("TCP_KEEPIDLE", KEEPALIVE_IDLE_S),
            ("TCP_KEEPINTVL", KEEPALIVE_INTERVAL_S),
            ("TCP_KEEPCNT", KEEPALIVE_PROBES),
        ):
            if hasattr(socket, name):
                sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
        sock.bind(address)
        sock.listen(BACKLOG)
    except OSError:
        sock.close()
        raise
    return sock


def url_of(sock: socket.socket) -> str:
    """Where a listening socket is reached."""
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
