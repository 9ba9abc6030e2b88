"""A port for a process that is told which one to listen on, and perhaps comes back to it later."""

import random
import socket
from contextlib import suppress

# Below those that the system gives to lines by itself (from 32768 on): nobody is given it while nobody listens there.
_PORTS = range(20_000, 32_000)


def free_port() -> int:
    while True:
        port = random.choice(_PORTS)
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
