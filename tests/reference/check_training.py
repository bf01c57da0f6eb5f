"""Trains with one process and with two, and shows that the result is one and the same, and good.

`python3 tests/reference/check_training.py REPTILE_SKETCH FOLDER OUT`: the crate's program, a
folder for what comes about on the way, and where the weights of the two processes go. Any check
that fails ends it with an error.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import torch

import drawings

HERE = Path(__file__).parent
# The commit is not named: the file is part of a commit itself, and is to be the same on every run.
SETTINGS = ("--seed 1 --meta-iterations 300 --step-size 1 --step-size-final 0 --filters 6,6,6,6 "
            "--commit same-tree").split()
NOT_TRAINED = "--seed 1 --meta-iterations 0 --filters 6,6,6,6".split()
EPISODES = "--ways 5 --shots 1 --episodes 1000 --seed 1 --json".split()


def train(processes: int, folder: Path, out: Path, settings: list[str]) -> dict:
    """Runs train.py under torchrun; gives theta and what belongs to it."""
    state = folder / f"{out.stem}-{processes}.pt"
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone",
               "--nproc-per-node", processes, HERE / "train.py", "--data", folder / "images",
               "--exclude", folder / "held-out.txt", "--out", out, "--state", state, *settings]
    print(f"-- {out.name}: processes: {processes}", flush=True)
    subprocess.run(list(map(str, command)), check=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
    return torch.load(state)


def evaluate(program: str, folder: Path, weights: Path) -> tuple[float, float]:
    """The accuracy on classes that training has not seen, by the crate, and its interval."""
    command = [program, "evaluate", "--data", folder / "images", "--only",
               folder / "held-out.txt", "--weights", weights, *EPISODES]
    output = subprocess.run(list(map(str, command)), check=True, capture_output=True).stdout
    figures = json.loads(output)
    return figures["accuracy"], figures["ci95"]


def check_same(one: dict, two: dict) -> None:
    """One process and two lead to the same theta and moments, within 1e-5."""
    for name in ("theta", "second_moments"):
        difference = (one[name] - two[name]).abs().max().item()
        print(f"{name}: one process and two differ by {difference:.1e} at most")
        if not difference <= 1e-5:
            raise SystemExit(f"{name} depends on the number of processes")


def main() -> None:
    program, folder, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    drawings.write(folder)
    untrained = folder / "untrained.safetensors"
    start = train(1, folder, untrained, NOT_TRAINED)
    one = train(1, folder, folder / "one.safetensors", SETTINGS)
    two = train(2, folder, out, SETTINGS)
    moved = (two["theta"] - start["theta"]).norm().item()
    print(f"theta has moved by {moved:.2f}")
    check_same(one, two)
    before, before_ci95 = evaluate(program, folder, untrained)
    after, after_ci95 = evaluate(program, folder, out)
    print(f"5-way 1-shot on held-out symbols: {before:.3f} ± {before_ci95:.3f} untrained, "
          f"{after:.3f} ± {after_ci95:.3f} trained; chance is 0.2")
    if not after - after_ci95 > before + before_ci95 + 0.1:
        raise SystemExit("training has not helped as it should")


if __name__ == "__main__":
    main()
