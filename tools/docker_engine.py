"""Docker's default network as seen from this host, and a way out of it to a port of the host's loopback."""

import ipaddress
import json
import socket
import socketserver
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from tools.local_cloud.processes import LocalCloudError


@dataclass(frozen=True, slots=True)
class Bridge:
    """Docker's default network: the host's address in it, and the addresses that belong to it."""

    gateway: str
    subnet: ipaddress.IPv4Network


def docker_bridge() -> Bridge:
    command = ["docker", "network", "inspect", "bridge", "--format", "{{json .IPAM.Config}}"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise LocalCloudError("No Docker engine answers; `sam local invoke` needs one.") from error
    config = json.loads(told)[0]
    subnet = ipaddress.IPv4Network(config["Subnet"])
    # An engine that has made the bridge itself may not name its address: it is the first one then.
    return Bridge(config.get("Gateway") or str(next(subnet.hosts())), subnet)


class Relay:
    """Listens on the host's address in the network, while entered, and passes all on to the same port of 127.0.0.1."""

    def __init__(self, bridge: Bridge, port: int) -> None:
        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                # The address is the host's own, so its neighbours could reach it as well: only containers may.
                if ipaddress.IPv4Address(self.client_address[0]) in bridge.subnet:
                    _join(self.request, port)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 64

        try:
            self._server = Server((bridge.gateway, port), Handler)
        except OSError as error:
            place = f"{bridge.gateway}:{port}"
            raise LocalCloudError(f"{place}, where containers reach this host, can't be used: {error}") from error

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
