"""Batched Reptile by as many processes as torchrun starts, on one machine or many.

    torchrun --nproc-per-node 2 tests/reference/train.py --data FOLDER --out mine.safetensors

Each process learns its share of an outer update's tasks; an all-reduce gives all of them the
mean, and so the same theta. The flags mean what they mean to `reptile-sketch train`; there is no
distortion of drawings here. Without torchrun it is one process.
"""

import argparse
import os
import shlex
import subprocess
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor
from torch.nn.utils import parameters_to_vector, vector_to_parameters

import weights_file
from convnet import Classifier, ConvNet
from inner_loop import Diverged, adam, inner_loop, moments_of
from tasks import Classes


@dataclass
class State:
    """All that a run has learned: the same in every process."""

    theta: Tensor
    second_moments: Tensor
    iteration: int


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--data", type=Path, required=True, help="a folder of images")
    parser.add_argument("--exclude", type=Path, help="a text file of classes to leave out, one a line")
    parser.add_argument("--out", type=Path, required=True, help="where the weights go")
    parser.add_argument("--state", type=Path, help="where theta goes in full precision")
    parser.add_argument("--commit", help="to note in the file; the checkout's own if not given")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--meta-iterations", type=int, default=30_000)
    parser.add_argument("--meta-batch", type=int, default=4, help="tasks an outer update")
    parser.add_argument("--step-size", type=float, default=1.0, help="outer, annealed linearly")
    parser.add_argument("--step-size-final", type=float, default=0.0)
    parser.add_argument("--inner-steps", type=int, default=5)
    parser.add_argument("--learning-rate", type=float, default=1e-3, help="of the convnet: Adam")
    parser.add_argument("--head-learning-rate", type=float, default=8.0, help="plain descent")
    parser.add_argument("--ways", type=int, default=10)
    parser.add_argument("--drawings-per-step", type=int, default=2)
    parser.add_argument("--filters", default="32,32,32,32")
    settings = parser.parse_args()
    for name in ("meta_batch", "inner_steps"):
        if getattr(settings, name) < 1:
            parser.error(f"{name}: at least 1")
    for name in ("step_size", "step_size_final"):
        if not 0 <= getattr(settings, name) <= 1:
            parser.error(f"{name}: from 0 to 1")
    if not settings.out.absolute().parent.is_dir():
        parser.error(f"out: there is no folder for {settings.out}")
    return settings


def read_classes(settings: argparse.Namespace) -> Classes:
    """The classes to train on; ends with a message if they cannot give such tasks."""
    lines = settings.exclude.read_text().splitlines() if settings.exclude else []
    try:
        classes = Classes(settings.data, {line.strip() for line in lines} - {""})
        classes.check(settings.ways, settings.drawings_per_step)
    except ValueError as e:
        raise SystemExit(f"train.py: {e}") from None
    return classes


def outer_update(net: ConvNet, state: State, classes: Classes, settings: argparse.Namespace) -> float:
    """`theta += step_size * (mean(w) - theta)`. Returns the mean loss after the first inner step."""
    rank, processes = (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)
    # Summed in float64: then theta does not depend on how the tasks are shared out.
    total = torch.zeros(2 * state.theta.numel() + 1, dtype=torch.float64)
    for i in range(rank, settings.meta_batch, processes):
        try:
            total += learn_task(net, state, classes, settings, i)
        except Diverged as e:
            raise Diverged(f"meta-iteration {state.iteration}, task {i}: {e}") from None
    if dist.is_initialized():
        dist.all_reduce(total)
    mean = (total / settings.meta_batch).to(state.theta.dtype)
    w, second_moments, loss = mean.split([state.theta.numel(), state.theta.numel(), 1])
    done = state.iteration / settings.meta_iterations
    step_size = settings.step_size + done * (settings.step_size_final - settings.step_size)
    state.theta += step_size * (w - state.theta)
    state.second_moments = second_moments
    state.iteration += 1
    return loss.item()


def learn_task(net: ConvNet, state: State, classes: Classes, settings: argparse.Namespace,
               i: int) -> Tensor:
    """What a task makes of theta, Adam's second moments after it, and a loss: one vector."""
    number = state.iteration * settings.meta_batch + i
    task = classes.task(settings.seed, number, settings.ways, settings.drawings_per_step)
    # Copied: the parameters would be views of theta, and move it.
    vector_to_parameters(state.theta.clone(), net.parameters())
    seen = state.iteration * settings.inner_steps
    optimizer = adam(net, settings.learning_rate, state.second_moments, seen)
    losses = inner_loop(Classifier(net, settings.ways), optimizer, settings.head_learning_rate,
                        islice(task, settings.inner_steps))
    w = parameters_to_vector(net.parameters()).detach()
    loss = torch.tensor([losses[min(1, len(losses) - 1)]])
    return torch.cat([w, moments_of(optimizer), loss])


def agree(theta: Tensor) -> None:
    """Fails if another process has another theta."""
    if dist.is_initialized():
        least, most = theta.clone(), theta.clone()
        dist.all_reduce(least, dist.ReduceOp.MIN)
        dist.all_reduce(most, dist.ReduceOp.MAX)
        if not torch.equal(least, most):
            raise RuntimeError("the processes do not agree about theta")


def provenance(settings: argparse.Namespace, classes: Classes) -> dict:
    """What the file says about how it was made: paths are file names only."""
    commit = settings.commit or subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip() or "unknown"
    here = int(os.environ.get("LOCAL_WORLD_SIZE", 1))
    nodes = int(os.environ.get("WORLD_SIZE", 1)) // here
    words = ["torchrun", "--nnodes", nodes, "--nproc-per-node", here, "tests/reference/train.py"]
    for name, value in vars(settings).items():
        if value is not None and name != "state":
            value = commit if name == "commit" else value
            words += ["--" + name.replace("_", "-"), value.name if isinstance(value, Path) else value]
    return {"command": shlex.join(map(str, words)), "commit": commit, "seed": settings.seed,
            "data": [f"{settings.data.name} {classes.sha256}"], "evaluation": "", "accuracy": None}


def main() -> None:
    settings = arguments()
    torch.set_num_threads(1)  # A process a core; and the same sums however many there are.
    if "RANK" in os.environ:
        dist.init_process_group("gloo")
    classes = read_classes(settings)
    torch.manual_seed(settings.seed)
    filters = [int(count) for count in settings.filters.split(",")]
    net = ConvNet(filters)
    theta = parameters_to_vector(net.parameters()).detach().clone()
    state = State(theta, torch.zeros_like(theta), 0)
    first = not dist.is_initialized() or dist.get_rank() == 0
    while state.iteration < settings.meta_iterations:
        loss = outer_update(net, state, classes, settings)
        if first and state.iteration % 100 == 0:
            print(f"{state.iteration} of {settings.meta_iterations}: loss {loss:.3f}", flush=True)
    agree(state.theta)
    if first:
        save(settings, filters, classes, state)
    if dist.is_initialized():
        dist.destroy_process_group()


def save(settings: argparse.Namespace, filters: list[int], classes: Classes, state: State) -> None:
    """Writes the weights file, and theta in full precision if it is asked for."""
    seen = 1 - 0.999 ** (state.iteration * settings.inner_steps)
    moments = state.second_moments / seen if seen > 0 else None
    adapt = weights_file.Adapt(settings.inner_steps, settings.learning_rate,
                               settings.head_learning_rate)
    weights_file.write(settings.out, weights_file.Weights(
        filters, adapt, state.theta, moments, provenance(settings, classes)))
    if settings.state:
        torch.save(vars(state), settings.state)


if __name__ == "__main__":
    main()
