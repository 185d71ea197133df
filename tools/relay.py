"""A port of loopback, for the containers of one Docker network."""

import ipaddress
import socket
import socketserver
import threading
from contextlib import suppress
from typing import Self

from tools.local_cloud.processes import LocalCloudError


class Relay:
    """Listens on the host's address in the network, while entered, and passes all on to the same port of 127.0.0.1."""

    def __init__(self, address: str, port: int, subnet: ipaddress.IPv4Network) -> None:
        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                # The address is the host's own, so its neighbours could reach it as well: only containers may.
                if ipaddress.IPv4Address(self.client_address[0]) in subnet:
                    _join(self.request, port)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 64

        try:
            self._server = Server((address, port), Handler)
        except OSError as error:
            raise LocalCloudError(f"{address}:{port}, where containers reach this host, can't be used: {error}") from error

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _join(client: socket.socket, port: int) -> None:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port)) as server:
        back = threading.Thread(target=_copy, args=(server, client), daemon=True)
        back.start()
        _copy(client, server)
        back.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
