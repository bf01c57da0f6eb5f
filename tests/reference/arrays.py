"""Small files of arrays in the forms in which drawings are published, written by NumPy itself.

`python3 tests/reference/arrays.py tests/fixtures/arrays` writes them; it needs numpy. The drawings are the same in all
files: a cross (two strokes) and a square (one stroke). What the forms are is described in

    quick_draw.npy      the README of googlecreativelab/quickdraw-dataset: [n, 784] bytes, light ink on dark paper
    sketch_rnn.npz      the README of hardmaru/sketch-rnn-datasets: train, valid and test, each an array of objects
                        that are arrays of int16, [points, 3]: stroke-3
    sketch_rnn_2.npz    the same as Python 2 wrote it, which is what Google publishes
    stroke5.npz         Ha, Eck 2017, section 3.1, padded to one length: [n, points, 5]
    digits.npz          keras.datasets.mnist: x_train, y_train, x_test, y_test
    fortran.npy         as quick_draw.npy, column by column
    lzma.zip            quick_draw.npy in a zip of method 14, as Python's zipfile writes it
    packed.tar.xz       the same in a tar, packed by xz
    deflate64.zip       the same, 42 times over, in a zip of method 9 (`deflate64.py`)
"""

import io
import pickle
import sys
import tarfile
import zipfile
from pathlib import Path

import numpy as np

import deflate64

CROSS = [[[4, 4], [23, 23]], [[23, 4], [4, 23]]]
SQUARE = [[[4, 6], [20, 6], [20, 22], [4, 22], [4, 6]]]


def stroke3(drawing):
    points = [(x, y, i == len(stroke) - 1) for stroke in drawing for i, (x, y) in enumerate(stroke)]
    rows = np.array(points, dtype=np.int16)
    rows[1:, :2] -= rows[:-1, :2].copy()
    return rows


def stroke5(drawing, length):
    rows = stroke3(drawing).astype(np.float32)
    padded = np.zeros((length, 5), dtype=np.float32)
    padded[:, 4] = 1
    padded[: len(rows), :2] = rows[:, :2]
    padded[: len(rows), 2] = 1 - rows[:, 2]
    padded[: len(rows), 3] = rows[:, 2]
    padded[: len(rows), 4] = 0
    return padded


def bitmap(drawing):
    image = np.zeros((28, 28), dtype=np.uint8)
    for stroke in drawing:
        for (x0, y0), (x1, y1) in zip(stroke, stroke[1:]):
            for t in np.linspace(0, 1, 60):
                image[round(y0 + t * (y1 - y0)), round(x0 + t * (x1 - x0))] = 255
    return image


def objects(arrays):
    array = np.empty(len(arrays), dtype=object)
    array[:] = arrays
    return array


class Python2Pickler(pickle._Pickler):
    """Writes both kinds of text as Python 2 wrote its `str`."""

    dispatch = dict(pickle._Pickler.dispatch)

    def save_old(self, text):
        raw = text if isinstance(text, bytes) else text.encode("latin1")
        short = len(raw) < 256
        self.write((b"U" + bytes([len(raw)]) if short else b"T" + len(raw).to_bytes(4, "little")) + raw)
        self.memoize(text)

    dispatch[bytes] = save_old
    dispatch[str] = save_old


def python2_npy(array):
    out = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        out, {"descr": "|O", "fortran_order": False, "shape": array.shape}
    )
    Python2Pickler(out, protocol=2).dump(array)
    return out.getvalue().replace(b"numpy._core.multiarray", b"numpy.core.multiarray")


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    cross, square = stroke3(CROSS), stroke3(SQUARE)
    bitmaps = np.stack([bitmap(CROSS), bitmap(SQUARE)])
    np.save(folder / "quick_draw.npy", bitmaps.reshape(2, 784))
    np.save(folder / "fortran.npy", np.asfortranarray(bitmaps.reshape(2, 784)))
    parts = {"train": objects([cross, square]), "valid": objects([square]), "test": objects([cross])}
    np.savez_compressed(folder / "sketch_rnn.npz", **parts)
    with zipfile.ZipFile(folder / "sketch_rnn_2.npz", "w") as archive:
        for part, array in parts.items():
            archive.writestr(zipfile.ZipInfo(f"{part}.npy"), python2_npy(array))
    padded = np.stack([stroke5(CROSS, 9), stroke5(SQUARE, 9)])
    np.savez_compressed(folder / "stroke5.npz", train=padded)
    np.savez_compressed(
        folder / "digits.npz",
        x_train=bitmaps,
        y_train=np.array([4, 7], dtype=np.uint8),
        x_test=bitmaps[::-1],
        y_test=np.array([7, 4], dtype=np.uint8),
    )
    many = io.BytesIO()
    np.save(many, np.tile(bitmaps.reshape(2, 784), (42, 1)))
    deflate64.write_zip(folder / "deflate64.zip", "figures/cross.npy", many.getvalue(), bitmaps.size)
    file = (folder / "quick_draw.npy").read_bytes()
    with zipfile.ZipFile(folder / "lzma.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("figures/cross.npy"), file, zipfile.ZIP_LZMA)
    with tarfile.open(folder / "packed.tar.xz", "w:xz") as archive:
        entry = tarfile.TarInfo("figures/cross.npy")
        entry.size = len(file)
        archive.addfile(entry, io.BytesIO(file))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
