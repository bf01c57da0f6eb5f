"""How fast the paper's network is meta-trained: by our program, and by PyTorch on the same processors.

`python3 tests/reference/throughput.py PROGRAM FOLDER ROOFLINE`: the crate's program; a folder, where drawings are
made on the way and `native.json` and `native.md` written; and what `cargo bench --bench roofline` left as JSON.
`./build.sh bench` runs it.

An image is one of an inner step's batch: forward, backward, optimizer. Both have four stages of 64 filters, 5 classes,
10 images a batch, 5 inner steps a task, 5 tasks a meta-iteration, and Adam with beta1 = 0. Ours also draws its tasks
from images, PyTorch's tensors are there already. Ours runs tasks side by side, so two threads have 5 tasks in the time
of 3; with 10 tasks a meta-iteration both are busy to its end. PyTorch counts twice: as its tutorials teach it,
and with channels last or a fused Adam if that is faster; of both with the better number of threads. All take turns,
so that a busy machine is busy for all.
"""

import itertools
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

import drawings
from convnet import Stage

FILTERS, WAYS, INNER_BATCH, INNER_STEPS, META_BATCH = 64, 5, 10, 5, 5
# Threads and tasks a meta-iteration.
OURS = ((1, META_BATCH), (2, META_BATCH), (2, 2 * META_BATCH))
LEARNING_RATE = 0.0015
THREADS = (1, 2)
ROUNDS = 5
# Drawings of each class: as many as a task of the paper's 5-way 1-shot model takes.
HANDS = 12
NETWORK = "--head learned --filters 64,64,64,64 --turn-classes --distortion 0"
# The paper's 5-way 1-shot model.
ONE_SHOT = (f"{NETWORK} --classes 5 --train-shots 12 --inner-batch 5 --inner-iters 12 --learning-rate 0.00044 "
            "--meta-step 1 --meta-batch 3 --meta-step-final 0")
ONE_SHOT_ITERATIONS = 100_000


def compared(tasks: int) -> str:
    """The settings of what is compared, with so many tasks a meta-iteration."""
    return (f"{NETWORK} --classes {WAYS} --train-shots 10 --inner-batch {INNER_BATCH} --inner-iters {INNER_STEPS} "
            f"--learning-rate {LEARNING_RATE} --meta-step 0.7 --meta-batch {tasks} --meta-step-final 0")


class Manner:
    """One of PyTorch's ways to compute the same."""

    def __init__(self, threads: int, channels_last: bool, fused: bool):
        self.threads, self.channels_last, self.fused = threads, channels_last, fused

    def __str__(self) -> str:
        words = [f"{self.threads} thread" + "s" * (self.threads > 1)]
        words += ["channels last"] * self.channels_last + ["fused Adam"] * self.fused
        return ", ".join(words)

    def is_taught(self) -> bool:
        """Whether it is what PyTorch's tutorials teach: everything as it comes."""
        return not self.channels_last and not self.fused


def paper_network() -> nn.Module:
    """The paper's network for Omniglot."""
    stages = [Stage(1 if i == 0 else FILTERS, FILTERS, True) for i in range(4)]
    return nn.Sequential(*stages, nn.Flatten(), nn.Linear(4 * FILTERS, WAYS))


def outer_update(model: nn.Module, adam: torch.optim.Adam, batches: list[tuple[Tensor, Tensor]]) -> None:
    """Batched Reptile: the mean of what the tasks' inner loops lead to."""
    parameters = list(model.parameters())
    theta = [p.detach().clone() for p in parameters]
    total = [torch.zeros_like(p) for p in theta]
    for _ in range(META_BATCH):
        with torch.no_grad():
            torch._foreach_copy_(parameters, theta)
        for images, labels in batches:
            adam.zero_grad()
            functional.cross_entropy(model(images), labels).backward()
            adam.step()
        with torch.no_grad():
            torch._foreach_add_(total, parameters)
    with torch.no_grad():
        torch._foreach_copy_(parameters, torch._foreach_div(total, META_BATCH))


def pytorch_images_a_second(manner: Manner, seconds: float) -> float:
    """Images a second over about so many seconds, after a meta-iteration to warm up."""
    torch.set_num_threads(manner.threads)
    torch.manual_seed(0)
    layout = torch.channels_last if manner.channels_last else torch.contiguous_format
    model = paper_network().to(memory_format=layout)
    adam = torch.optim.Adam(model.parameters(), LEARNING_RATE, betas=(0.0, 0.999), fused=manner.fused)
    batches = [(torch.rand(INNER_BATCH, 1, 28, 28).contiguous(memory_format=layout),
                torch.arange(INNER_BATCH) % WAYS) for _ in range(INNER_STEPS)]
    outer_update(model, adam, batches)
    begun, count = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds:
        outer_update(model, adam, batches)
        count += 1
    return count * META_BATCH * INNER_STEPS * INNER_BATCH / (time.perf_counter() - begun)


class Ours:
    """Our program, on drawings of its own."""

    def __init__(self, program: str, folder: Path):
        self.program, self.folder = program, folder
        drawings.write(folder, HANDS)

    def train(self, settings: str, threads: int, iterations: int) -> float:
        """The seconds of a whole run."""
        command = [self.program, "train", "--data", self.folder / "images", "--out", self.weights(threads),
                   "--threads", threads, "--meta-iters", iterations, "--commit", "same-tree", *settings.split()]
        begun = time.perf_counter()
        subprocess.run(list(map(str, command)), check=True, capture_output=True)
        return time.perf_counter() - begun

    def weights(self, threads: int) -> Path:
        """Where they go: under one name, which the file's header has in it."""
        place = self.folder / f"threads-{threads}"
        place.mkdir(exist_ok=True)
        return place / "weights.safetensors"

    def seconds_an_iteration(self, settings: str, threads: int, iterations: int) -> float:
        """The seconds of one meta-iteration; reading the images and writing the weights do not count."""
        start = self.train(settings, threads, 1)
        return (self.train(settings, threads, iterations + 1) - start) / iterations

    def images_a_second(self, threads: int, tasks: int) -> float:
        images, iterations = tasks * INNER_STEPS * INNER_BATCH, 60 * threads * META_BATCH // tasks
        return images / self.seconds_an_iteration(compared(tasks), threads, iterations)


def manners_to_time() -> list[Manner]:
    """For each number of threads PyTorch as it is taught, and its fastest way, found by trying all."""
    chosen = []
    for threads in THREADS:
        manners = [Manner(threads, *options) for options in itertools.product((False, True), repeat=2)]
        speeds = {manner: max(pytorch_images_a_second(manner, 1) for _ in range(2)) for manner in manners}
        for manner, speed in speeds.items():
            print(f"PyTorch, {manner}: {speed:.0f} images/s", flush=True)
        fastest = max(speeds, key=speeds.get)
        chosen += [manner for manner in manners if manner.is_taught() or manner is fastest]
    return chosen


def name_of_ours(threads: int, tasks: int) -> str:
    """How a run of our program is called."""
    return f"reptile-sketch, {Manner(threads, False, False)}, {tasks} tasks a meta-iteration"


def name_of_pytorch(manner: Manner) -> str:
    """How a run of PyTorch is called."""
    return f"PyTorch, {manner}"


def compare(ours: Ours, manners: list[Manner]) -> dict:
    """Images a second of all, in turns."""
    runs: dict[str, Callable[[], float]] = {}
    for threads, tasks in OURS:
        runs[name_of_ours(threads, tasks)] = lambda threads=threads, tasks=tasks: ours.images_a_second(threads, tasks)
    for manner in manners:
        runs[name_of_pytorch(manner)] = lambda manner=manner: pytorch_images_a_second(manner, 3)
    speeds = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            speeds[name].append(run())
    return speeds


def check_same_weights(ours: Ours) -> None:
    """One thread and two lead to the same file."""
    for threads in THREADS:
        ours.train(compared(META_BATCH), threads, 20)
    if len({ours.weights(threads).read_bytes() for threads in THREADS}) > 1:
        raise SystemExit("the weights depend on the number of threads")


def machine() -> str:
    """The processor's name, as the system has it."""
    info = Path("/proc/cpuinfo")
    names = [line.split(":")[1].strip() for line in info.read_text().splitlines()
             if line.startswith("model name")] if info.exists() else []
    return f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores"


def report(program: str, folder: Path, roofline: dict) -> dict:
    """Measures everything."""
    about = machine()
    ours = Ours(program, folder)
    check_same_weights(ours)
    manners = manners_to_time()
    speeds = compare(ours, manners)
    medians = {name: statistics.median(values) for name, values in speeds.items()}
    pytorch = max(medians[name_of_pytorch(manner)] for manner in manners)
    taught = max(medians[name_of_pytorch(manner)] for manner in manners if manner.is_taught())
    one, two, two_of_more = (medians[name_of_ours(threads, tasks)] for threads, tasks in OURS)
    one_shot = statistics.median(ours.seconds_an_iteration(ONE_SHOT, 2, 300) for _ in range(3))
    paper = next(network for network in roofline["networks"] if network["filters"] == FILTERS)
    return {
        "machine": about,
        "torch": torch.__version__,
        "images_a_second": speeds,
        "medians": medians,
        "times_pytorch_as_taught": two / taught,
        "times_pytorch_at_its_best": two / pytorch,
        "times_pytorch_at_its_best_10_tasks": two_of_more / pytorch,
        "two_threads_over_one": two / one,
        "two_threads_over_one_10_tasks": two_of_more / one,
        "convolutions_share_of_peak": paper["convolutions_share_of_peak"],
        "projected_minutes_of_5_way_1_shot": one_shot * ONE_SHOT_ITERATIONS / 60,
        "roofline": roofline,
    }


def markdown(figures: dict) -> str:
    """The figures as two tables: images a second, and what is aimed at."""
    rows = [f"| {name} | {speed:.0f} |" for name, speed in figures["medians"].items()]
    minutes = figures["projected_minutes_of_5_way_1_shot"]
    aims = [
        ("images/s, times PyTorch as its tutorials teach it", f"{figures['times_pytorch_as_taught']:.1f}", "5"),
        ("images/s, times PyTorch at its best", f"{figures['times_pytorch_at_its_best']:.1f}", "5"),
        ("images/s, times PyTorch at its best, 10 tasks a meta-iteration",
         f"{figures['times_pytorch_at_its_best_10_tasks']:.1f}", "5"),
        ("two threads over one, same weights", f"{figures['two_threads_over_one']:.2f}", "near 2; 1.67 at most"),
        ("two threads over one, 10 tasks a meta-iteration",
         f"{figures['two_threads_over_one_10_tasks']:.2f}", "near 2"),
        (f"convolutions with {FILTERS} filters, of the f32 peak",
         f"{100 * figures['convolutions_share_of_peak']:.0f} %", "50 %"),
        (f"{ONE_SHOT_ITERATIONS:,} meta-iterations of the paper's 5-way 1-shot, projected from 300",
         f"{minutes:.0f} minutes", "90 minutes"),
    ]
    rows_of_aims = [f"| {what} | {value} | {aim} |" for what, value, aim in aims]
    return "\n".join([
        f"{figures['machine']}; PyTorch {figures['torch']}; medians of {ROUNDS} turns", "",
        "| meta-training, 64 filters, 5-way, 10 images a batch | images/s |", "| --- | --- |", *rows, "",
        "| | measured | aim |", "| --- | --- | --- |", *rows_of_aims, ""])


def main() -> None:
    program, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    figures = report(program, folder, json.loads(Path(sys.argv[3]).read_text()))
    (folder / "native.json").write_text(json.dumps(figures, indent=1) + "\n")
    (folder / "native.md").write_text(markdown(figures))
    print(markdown(figures))


if __name__ == "__main__":
    main()
