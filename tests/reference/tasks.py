"""Tasks from a folder of images: a class is a directory that directly holds PNG or JPEG files.

Drawings are framed nearly as the crate frames a bitmap (`src/sketch/`): the box around the ink,
less the pen, is centred and its longer side made 20 of 28 pixels; thin lines are broadened to 2.
"""

import hashlib
import math
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageFilter, ImageOps

from convnet import SIDE_PX
from inner_loop import Batch

EXTENT_PX = 20.0
PEN_PX = 2.0


def frame(path: Path) -> np.ndarray:
    """What the network sees of an image with dark lines on light paper: ink, 0 to 1."""
    colour = Image.open(path).convert("RGBA")
    paper = Image.new("RGBA", colour.size, "white")
    grey = ImageOps.invert(Image.alpha_composite(paper, colour).convert("L"))
    values = np.asarray(grey)
    dark = values >= max(values.max() / 2, 26)
    if not dark.any():
        raise ValueError(f"{path}: the image has no ink")
    rows, columns = np.flatnonzero(dark.any(1)), np.flatnonzero(dark.any(0))
    left, top, right, bottom = columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
    pen = pen_width(dark)
    scale = min(EXTENT_PX / max(right - left - pen, bottom - top - pen, 1e-6), 3 / pen)
    broaden = round((PEN_PX / scale - pen) / 2)
    if broaden > 0:
        grey = ImageOps.expand(grey, broaden).filter(ImageFilter.MaxFilter(2 * broaden + 1))
    half = SIDE_PX / 2 / scale
    border = int(half) + 1
    x, y = [(low + high) / 2 + max(broaden, 0) + border for low, high in
            ((left, right), (top, bottom))]
    grey = ImageOps.expand(grey, border)
    seen = grey.resize((SIDE_PX, SIDE_PX), Image.Resampling.BOX,
                       box=(x - half, y - half, x + half, y + half))
    return np.asarray(seen, dtype=np.float32) / 255


def pen_width(dark: np.ndarray) -> float:
    """The width of the lines, in pixels.

    A line has an area of its width times its length, and an edge on either side, whose pixel steps
    are 4 / pi as long as itself on average over directions.
    """
    padded = np.pad(dark, 1)
    edges = (padded[1:] != padded[:-1]).sum() + (padded[:, 1:] != padded[:, :-1]).sum()
    return 8 / math.pi * dark.sum() / edges


class Classes:
    """The drawings of every class, in memory."""

    def __init__(self, folder: Path, exclude: set[str]):
        files = sorted(path for path in folder.rglob("*")
                       if path.suffix.lower() in (".png", ".jpg", ".jpeg"))
        unknown = exclude - {path.parent.relative_to(folder).as_posix() for path in files}
        if unknown:
            raise ValueError(f"to leave out, but not there: {', '.join(sorted(unknown))}")
        found: dict[str, list[np.ndarray]] = {}
        digest = hashlib.sha256()
        for path in files:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
            name = path.parent.relative_to(folder).as_posix()
            if name not in exclude:
                found.setdefault(name, []).append(frame(path))
        self.sha256 = digest.hexdigest()
        self.drawings = [torch.from_numpy(np.stack(images)) for images in found.values()]

    def check(self, ways: int, drawings_per_step: int) -> None:
        """Refuses tasks that these classes cannot give."""
        if not 2 <= ways <= len(self.drawings):
            raise ValueError(f"ways: {ways} of {len(self.drawings)} classes, at least 2")
        fewest = min(len(images) for images in self.drawings)
        if not 1 <= drawings_per_step <= fewest:
            raise ValueError(f"drawings_per_step: from 1 to {fewest}")

    def task(self, seed: int, number: int, ways: int, drawings_per_step: int) -> Iterator[Batch]:
        """The batches of the task of a seed and a number, whichever process asks for it."""
        rng = random.Random(f"seed {seed} task {number}")
        chosen = rng.sample(self.drawings, ways)
        labels = torch.arange(ways).repeat_interleave(drawings_per_step)
        while True:
            images = [images[rng.sample(range(len(images)), drawings_per_step)]
                      for images in chosen]
            yield torch.cat(images).unsqueeze(1).to(torch.get_default_dtype()), labels
