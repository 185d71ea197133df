"""A company's proxy: it reaches the world, and not the machine of the caller."""

import socket
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class ForwardProxy:
    """passed: the hosts it led to; refused: those on loopback that somebody wanted from it."""

    url: str
    passed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), self.url)


@contextmanager
def forward_proxy() -> Iterator[ForwardProxy]:
    with _Server(("127.0.0.1", 0), _Handler) as server:
        proxy = ForwardProxy(f"http://127.0.0.1:{server.server_address[1]}")
        server.proxy = proxy
        Thread(target=server.serve_forever, daemon=True).start()
        yield proxy
        server.shutdown()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    proxy: ForwardProxy


class _Handler(socketserver.StreamRequestHandler):
    """CONNECT only: it is what clients send for https; plain http is refused, as many companies do."""

    server: _Server

    def handle(self) -> None:
        method, target, *_ = [*self.rfile.readline().decode("latin-1").split(), "", ""]
        while self.rfile.readline().strip():
            pass  # the headers
        host, _, port = target.rpartition(":")
        if method != "CONNECT" or host in LOOPBACK:
            self.server.proxy.refused.append(target)
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        self.server.proxy.passed.append(host)
        with socket.create_connection((host, int(port)), timeout=60) as there:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = Thread(target=_pump, args=(there, self.connection), daemon=True)
            back.start()
            _pump(self.connection, there)
            back.join()


def _pump(source: Any, sink: Any) -> None:
    """All bytes, until one side has no more or is gone."""
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
