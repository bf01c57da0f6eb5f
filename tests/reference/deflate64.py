"""A zip of method 9, Deflate64, which Windows makes of files above 2 GB, and Python does not write.

The bits are those of PKWARE's APPNOTE, section 4.4.5, and of RFC 1951, with what Deflate64 adds to that: matches of up
to 65,538 bytes (length code 285 has 16 further bits), from up to 65,536 bytes back (distance codes 30 and 31, with 14).
"""

import struct
import zlib
from pathlib import Path

# The first lengths and distances of the codes, with the number of further bits: only those that are used here.
LONG = (285, 3, 16)
DISTANCES = [(code, (2 + code % 2 << code // 2 - 1) + 1, code // 2 - 1) for code in range(2, 32)]
METHOD = 9
# The longest match that is made: longer than Deflate's 258.
MOST = 999


class Bits:
    """Bits as Deflate packs them: from the lowest of a byte on."""

    def __init__(self):
        self.value, self.length = 0, 0

    def put(self, value: int, length: int) -> None:
        self.value |= value << self.length
        self.length += length

    def code(self, value: int, length: int) -> None:
        """A Huffman code, which stands the other way round."""
        self.put(int(format(value, f"0{length}b")[::-1], 2), length)

    def symbol(self, symbol: int) -> None:
        """In the fixed code of RFC 1951, section 3.2.6."""
        if symbol < 144:
            self.code(0x30 + symbol, 8)
        elif symbol < 256:
            self.code(0x190 + symbol - 144, 9)
        elif symbol < 280:
            self.code(symbol - 256, 7)
        else:
            self.code(0xC0 + symbol - 280, 8)

    def match(self, length: int, distance: int) -> None:
        symbol, least, further = LONG
        self.symbol(symbol)
        self.put(length - least, further)
        code, least, further = next(entry for entry in reversed(DISTANCES) if entry[1] <= distance)
        self.code(code, 5)
        self.put(distance - least, further)


def pack(file: bytes, period: int) -> bytes:
    """A file that repeats itself, so that as many matches as possible come from as far back as possible."""
    bits = Bits()
    bits.put(0b011, 3)  # The last block, in the fixed code.
    distances = [*range(65536 // period * period, 0, -period), 3]
    at = 0
    while at < len(file):
        length, distance = longest(file, at, distances)
        if length >= 8:
            bits.match(length, distance)
            at += length
        else:
            bits.symbol(file[at])
            at += 1
    bits.symbol(256)
    return bits.value.to_bytes(-(-bits.length // 8), "little")


def longest(file: bytes, at: int, distances: list[int]) -> tuple[int, int]:
    """How much can be copied, and from how far back: as far as possible, a little at a time."""
    for distance in (distance for distance in distances if distance <= at):
        length = 0
        while at + length < len(file) and length < MOST and file[at + length - distance] == file[at + length]:
            length += 1
        if length >= 8:
            return length, distance
    return 0, 0


def write_zip(path: Path, name: str, file: bytes, period: int) -> None:
    """A zip with one file."""
    packed = pack(file, period)
    common = struct.pack("<HHHHHIIIHH", 21, 0, METHOD, 0, 33, zlib.crc32(file), len(packed), len(file), len(name), 0)
    local = b"PK\x03\x04" + common + name.encode() + packed
    central = b"PK\x01\x02" + struct.pack("<H", 21) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name.encode()
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    path.write_bytes(local + central + end)
