"""Trains with one process and with two, and shows that the result is one and the same, and good.

`python3 tests/reference/check_training.py REPTILE_SKETCH FOLDER OUT`: the crate's program, a
folder for what comes about on the way, and where the weights of the two processes go. Any check
that fails ends it with an error.

A run of two processes, of which one is killed, is gone on with and leads to the same. The crate's own `train` with the
same settings, on the same tasks, is as accurate.
"""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import torch

import drawings

HERE = Path(__file__).parent
ENVIRONMENT = os.environ | {"OMP_NUM_THREADS": "1"}
# The commit is not named: the file is part of a commit itself, and is to be the same on every run.
SETTINGS = ("--seed 1 --meta-iterations 300 --step-size 1 --step-size-final 0 --filters 6,6,6,6 "
            "--commit same-tree").split()
NOT_TRAINED = "--seed 1 --meta-iterations 1 --step-size 1e-9 --filters 6,6,6,6".split()
EPISODES = "--ways 5 --shots 1 --episodes 1000 --seed 1 --json".split()


def command(program: str, processes: int, folder: Path, out: Path) -> list[str]:
    """train.py under torchrun, on the zip of the training drawings."""
    return list(map(str, [
        sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node",
        processes, HERE / "train.py", "--program", program, "--data", folder / "images.zip",
        "--exclude", folder / "held-out.txt", "--out", out, "--state", out.with_suffix(".pt"),
        "--checkpoint-every", 20]))


def train(program: str, processes: int, folder: Path, out: Path, settings: list[str]) -> dict:
    """Runs train.py under torchrun; gives theta and what belongs to it."""
    print(f"-- {out.name}: processes: {processes}", flush=True)
    subprocess.run(command(program, processes, folder, out) + settings, check=True, env=ENVIRONMENT)
    return torch.load(out.with_suffix(".pt"))


def train_killed(program: str, folder: Path, out: Path) -> dict:
    """The same of two processes, one of which is killed after the first checkpoint."""
    print(f"-- {out.name}: one of two processes is killed", flush=True)
    start = command(program, 2, folder, out) + SETTINGS
    checkpoint = out.with_name(out.name + ".checkpoint.pt")
    checkpoint.unlink(missing_ok=True)  # Of a check that has failed.
    run = subprocess.Popen(start, env=ENVIRONMENT)
    while not checkpoint.exists():
        time.sleep(0.02)
        if run.poll() is not None:
            raise SystemExit("the run was over before it could be killed")
    os.kill(workers(run.pid)[-1], signal.SIGKILL)
    if run.wait() == 0:
        raise SystemExit("a run with a killed process ended as if all were well")
    resume = command(program, 2, folder, out) + ["--resume", str(checkpoint), *SETTINGS]
    subprocess.run(resume, check=True, env=ENVIRONMENT)
    return torch.load(out.with_suffix(".pt"))


def workers(torchrun: int) -> list[int]:
    """The processes that torchrun has started."""
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], check=True,
                            capture_output=True, text=True)
    lines = (line.split(maxsplit=2) for line in listed.stdout.splitlines())
    return [int(pid) for pid, parent, what in lines if int(parent) == torchrun and "train.py" in what]


def evaluate(program: str, folder: Path, weights: Path) -> tuple[float, float]:
    """The accuracy on classes that training has not seen, by the crate, and its interval."""
    command = [program, "evaluate", "--data", folder / "images", "--only",
               folder / "held-out.txt", "--weights", weights, *EPISODES]
    output = subprocess.run(list(map(str, command)), check=True, capture_output=True).stdout
    figures = json.loads(output)
    return figures["accuracy"], figures["ci95"]


def check_same(one: dict, two: dict, what: str) -> None:
    """Two runs lead to the same theta and moments, within 1e-5."""
    for name in ("theta", "second_moments"):
        difference = (one[name] - two[name]).abs().max().item()
        print(f"{name}: {what} differ by {difference:.1e} at most")
        if not difference <= 1e-5:
            raise SystemExit(f"{name}: {what} differ")


def main() -> None:
    program, folder, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    drawings.write(folder)
    with zipfile.ZipFile(folder / "images.zip", "w") as images:
        for path in sorted((folder / "images").rglob("*.png")):
            images.write(path, path.relative_to(folder / "images"))
    untrained = folder / "untrained.safetensors"
    start = train(program, 1, folder, untrained, NOT_TRAINED)
    one = train(program, 1, folder, folder / "one.safetensors", SETTINGS)
    two = train(program, 2, folder, out, SETTINGS)
    moved = (two["theta"] - start["theta"]).norm().item()
    print(f"theta has moved by {moved:.2f}")
    check_same(one, two, "one process and two")
    killed = train_killed(program, folder, folder / "killed.safetensors")
    check_same(two, killed, "a whole run and one with a killed process")
    ours = folder / "ours.safetensors"
    subprocess.run([program, "train", "--data", folder / "images.zip", "--exclude",
                    folder / "held-out.txt", "--out", ours, *SETTINGS], check=True)
    before, before_ci95 = evaluate(program, folder, untrained)
    after, after_ci95 = evaluate(program, folder, out)
    crate, crate_ci95 = evaluate(program, folder, ours)
    print(f"5-way 1-shot on held-out symbols: {before:.3f} ± {before_ci95:.3f} untrained, "
          f"{after:.3f} ± {after_ci95:.3f} trained, {crate:.3f} ± {crate_ci95:.3f} by the crate; chance is 0.2")
    if not after - after_ci95 > before + before_ci95 + 0.1:
        raise SystemExit("training has not helped as it should")
    if abs(after - crate) > after_ci95 + crate_ci95:
        raise SystemExit("the crate's own training is not as accurate")


if __name__ == "__main__":
    main()
