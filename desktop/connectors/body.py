"""The body of an answer, read piece by piece and unpacked within bounds."""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop.domain.errors import Malformed, Unreachable
from desktop.domain.wording import worded

_MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much one request may cost: seconds, bytes on the wire, bytes after inflation, and how far it may be led."""

    total_seconds: float = 30.0
    connect_seconds: float = 10.0
    read_seconds: float = 15.0
    wire: int = 10 * _MB
    inflated: int = 20 * _MB
    ratio: int = 20
    ratio_from: int = _MB
    redirects: int = 5


def whole(chunks: Iterator[bytes], headers: Mapping[str, str], bounds: Bounds, host: str) -> bytes:
    """Return the body, inflated, within the bounds; raises Malformed when it is too large or cannot be unpacked."""
    wanted = headers.get("content-length", "")
    if wanted.isdecimal() and int(wanted) > bounds.wire:
        raise Malformed(worded(f"{host} sends more than {bounds.wire // _MB} MB; Shopbell did not read it."))
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise Malformed(worded(f"{host} packs its answer in a way that was not asked for ({encoding[:40]})."))
    unpack = None if encoding in ("", "identity") else _Inflate(bounds, host)
    parts: list[bytes] = []
    wire = 0
    for chunk in chunks:
        wire += len(chunk)
        if wire > bounds.wire:
            raise Malformed(worded(f"{host} sends more than {bounds.wire // _MB} MB; Shopbell stopped reading."))
        parts.extend([chunk] if unpack is None else unpack.feed(chunk))
    if unpack is not None:
        unpack.finish()
    return b"".join(parts)


class _Inflate:
    """Unpacks gzip or deflate piece by piece and stops as soon as it grows beyond reason."""

    def __init__(self, bounds: Bounds, host: str) -> None:
        self._bounds = bounds
        self._host = host
        self._unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._in = 0
        self._out = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what `data` unpacks to, at most 64 kB at a time."""
        first = self._in == 0
        self._in += len(data)
        if self._unpack.eof:
            data = self._next_member(data)
        while data:
            try:
                piece = self._unpack.decompress(data, 65_536)
            except zlib.error as error:
                if not first or self._out:
                    raise Malformed(worded(f"{self._host} sends an answer that cannot be unpacked.")) from error
                # "deflate" is often sent without the zlib wrapper that the standard asks for.
                first = False
                self._unpack = zlib.decompressobj(-zlib.MAX_WBITS)
                continue
            self._weigh(len(piece))
            yield piece
            data = self._next_member(self._unpack.unused_data) if self._unpack.eof else self._unpack.unconsumed_tail

    def finish(self) -> None:
        """Raise Unreachable when the packed data broke off."""
        if self._in and not self._unpack.eof:
            raise Unreachable(
                worded(f"{self._host} broke off in the middle of its answer. Shopbell tries again later.")
            )

    def _next_member(self, rest: bytes) -> bytes:
        if not rest.startswith(b"\x1f\x8b"):
            return b""
        self._unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
        return rest

    def _weigh(self, grown: int) -> None:
        self._out += grown
        too_dense = self._out > self._bounds.ratio_from and self._out > self._in * self._bounds.ratio
        if too_dense or self._out > self._bounds.inflated:
            raise Malformed(
                worded(f"What {self._host} sends swells beyond all measure when unpacked; Shopbell stopped.")
            )
