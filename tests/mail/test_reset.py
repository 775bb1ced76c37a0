"""A server that resets the connection just before it is secured."""

import gc
import socket
import ssl
import struct
import warnings

import pytest

from desktop.connectors.mail.wire import Wire
from desktop.domain.errors import ChannelError


def test_a_connection_reset_before_it_is_secured_is_lost_and_leaves_nothing_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        ours = socket.create_connection(server.getsockname())
        theirs, _ = server.accept()
        # Closed without lingering: it is reset, not ended.
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        theirs.close()
    wire = Wire(ours, "the server")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        with pytest.raises(ChannelError):
            wire.start_tls(ssl.create_default_context(), "127.0.0.1")
        wire.close()
        gc.collect()
    assert [one for one in said if one.category is ResourceWarning] == []
