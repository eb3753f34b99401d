"""urllib3's connection pools, made so that they can only connect through `dial` and only read by the meter."""

import socket
import ssl
from functools import lru_cache
from pathlib import Path
from typing import Any

import certifi
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.ssl_ import create_urllib3_context

from stories.ingestion.fetch.dial import Dialler
from stories.ingestion.fetch.meter import MeteredTLSSocket, running


def make_pool(dialler: Dialler) -> urllib3.PoolManager:
    """Return one process's pool. To be made after fork: connections must not be shared between processes."""
    settings = dialler.settings
    options: dict[str, Any] = {
        "num_pools": settings.pool_hosts,
        "retries": False,
        "ssl_context": _tls_context(settings.ca_file),
    }
    manager: urllib3.PoolManager
    if settings.proxy is None:
        manager = urllib3.PoolManager(**options)
    else:
        manager = urllib3.ProxyManager(settings.proxy, **options)
    manager.pool_classes_by_scheme = _guarded_pools(dialler)
    return manager


def _guarded_pools(dialler: Dialler) -> dict[str, Any]:
    """Return the pool classes by scheme, whose connections resolve, check and connect in one step."""

    def open_socket(connection: HTTPConnection) -> socket.socket:
        meter = running.get()
        to_proxy = connection.proxy is not None
        sock = dialler.connect(connection.host, connection.port, meter, trusted=to_proxy)
        sock.settimeout(meter.seconds(dialler.settings.read_timeout))  # for the TLS handshake as a whole
        return sock

    class GuardedHTTP(HTTPConnection):
        _new_conn = open_socket

    class GuardedHTTPS(HTTPSConnection):
        _new_conn = open_socket

    class GuardedHTTPPool(HTTPConnectionPool):
        ConnectionCls = GuardedHTTP

    class GuardedHTTPSPool(HTTPSConnectionPool):
        ConnectionCls = GuardedHTTPS

    return {"http": GuardedHTTPPool, "https": GuardedHTTPSPool}


@lru_cache(maxsize=4)
def _tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """Return a context that verifies certificate and host name, against the system's and Mozilla's authorities.

    Kept, as reading them takes longer than a fetch; it holds no connection, so a fork may share it.
    """
    context = create_urllib3_context()
    context.load_default_certs()
    context.load_verify_locations(certifi.where())
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    context.sslsocket_class = MeteredTLSSocket
    return context
