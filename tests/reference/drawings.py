"""A small task set from no data set: classes of random curves, each drawn by many unsteady hands.

`python3 tests/reference/drawings.py FOLDER` writes `FOLDER/images/CLASS/HAND.png` and
`FOLDER/held-out.txt`, the classes that training leaves out. The same every time.
"""

import math
import random
import sys
from pathlib import Path

import numpy as np
from PIL import Image

CLASSES = 80
HELD_OUT = 30
HANDS = 8
SIDE_PX = 56
PEN_PX = 4.0

Point = tuple[float, float]


def strokes_of(symbol: int) -> list[list[Point]]:
    """A symbol's strokes, in units of its size."""
    rng = random.Random(f"symbol {symbol}")
    return [[(rng.random(), rng.random()) for _ in range(points)]
            for points in ((4,), (2, 3), (3, 2, 2), (5,))[symbol % 4]]


def drawn_by(symbol: int, hand: int) -> list[list[Point]]:
    """A symbol's strokes as a hand draws them: sheared, turned, and every point displaced."""
    rng = random.Random(f"symbol {symbol} by hand {hand}")
    spread = lambda width: width * (2 * rng.random() - 1)
    angle, shear, stretch = spread(0.2), spread(0.2), math.exp(spread(0.25))
    sin, cos = math.sin(angle), math.cos(angle)

    def move(x: float, y: float) -> Point:
        x, y = x + spread(0.08), y + spread(0.08)
        x, y = stretch * (x + shear * y), y / stretch
        return cos * x - sin * y, sin * x + cos * y

    return [[move(*point) for point in stroke] for stroke in strokes_of(symbol)]


def render(strokes: list[list[Point]], side_px: int, pen_px: float) -> np.ndarray:
    """Ink from 0 to 1, `[side, side]`. The strokes' box is centred and fills 5/7 of the side."""
    points = np.array([point for stroke in strokes for point in stroke])
    least, most = points.min(0), points.max(0)
    scale = side_px * 5 / 7 / max((most - least).max(), 1e-6)
    place = lambda point: (np.array(point) - (least + most) / 2) * scale + side_px / 2
    centres = np.stack(np.meshgrid(*[np.arange(side_px) + 0.5] * 2), axis=-1)
    ink = np.zeros((side_px, side_px))
    for stroke in strokes:
        for start, end in zip(stroke, stroke[1:]):
            start, along = place(start), place(end) - place(start)
            part = ((centres - start) @ along / max(along @ along, 1e-9)).clip(0, 1)
            distance = np.linalg.norm(centres - start - part[..., None] * along, axis=-1)
            ink = np.maximum(ink, (pen_px / 2 + 0.5 - distance).clip(0, 1))
    return ink


def write(folder: Path, hands: int = HANDS) -> None:
    """Writes the task set, each class drawn by so many hands."""
    for symbol in range(CLASSES):
        place = folder / "images" / f"symbol{symbol:02}"
        place.mkdir(parents=True, exist_ok=True)
        for hand in range(hands):
            paper = 255 * (1 - render(drawn_by(symbol, hand), SIDE_PX, PEN_PX))
            Image.fromarray(paper.round().astype(np.uint8)).save(place / f"hand{hand}.png")
    held_out = [f"symbol{symbol:02}\n" for symbol in range(CLASSES - HELD_OUT, CLASSES)]
    (folder / "held-out.txt").write_text("".join(held_out))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
