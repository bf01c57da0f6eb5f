"""Batched Reptile by as many processes as torchrun starts, on one machine or many.

    torchrun --nproc-per-node 2 tests/reference/train.py --data FOLDER --out mine.safetensors

Each process learns its share of an outer update's tasks; an all-reduce gives all of them the
mean, and so the same theta. The flags are those of `reptile-sketch train`, which draws the tasks.
Without torchrun it is one process.
"""

import argparse
import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor
from torch.nn.utils import parameters_to_vector, vector_to_parameters

import weights_file
from convnet import Classifier, ConvNet
from inner_loop import Diverged, adam, inner_loop, moments_of
from tasks import Tasks

PROGRAM = Path(__file__).parents[2] / "target/release/reptile-sketch"


@dataclass
class State:
    """All that a run has learned: the same in every process."""

    theta: Tensor
    second_moments: Tensor
    iteration: int


def arguments() -> tuple[argparse.Namespace, list[str]]:
    """The flags for this script, and all those for `reptile-sketch train`."""
    parser = argparse.ArgumentParser(
        allow_abbrev=False, epilog="All other flags are those of `reptile-sketch train`.")
    parser.add_argument("--out", type=Path, required=True, help="where the weights go")
    parser.add_argument("--program", type=Path, default=PROGRAM, help="reptile-sketch")
    parser.add_argument("--state", type=Path, help="where theta goes in full precision")
    parser.add_argument("--resume", type=Path, help="go on from a checkpoint")
    parser.add_argument("--checkpoint-every", type=int, default=100, metavar="UPDATES",
                        help="one lies beside the weights, for --resume")
    settings, flags = parser.parse_known_args()
    if settings.checkpoint_every < 1:
        parser.error("checkpoint-every: at least 1")
    if not settings.out.absolute().parent.is_dir():
        parser.error(f"out: there is no folder for {settings.out}")
    return settings, [*flags, "--out", str(settings.out)]


def checkpoint_path(settings: argparse.Namespace) -> Path:
    return settings.out.with_name(settings.out.name + ".checkpoint.pt")


def rank_and_processes() -> tuple[int, int]:
    return (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)


def write_checkpoint(path: Path, state: State, header: dict) -> None:
    """At every moment the file is whole, the old one or the new one."""
    unfinished = path.with_name(path.name + ".part")
    torch.save({"state": vars(state), "settings": header["settings"], "data": header["data"]},
               unfinished)
    os.replace(unfinished, path)


def resumed(settings: argparse.Namespace) -> dict | None:
    """The checkpoint to go on from, if any: the first process finds it, and gives it to the others."""
    path = settings.resume
    found = [torch.load(path) if path and rank_and_processes()[0] == 0 else None]
    if dist.is_initialized():
        dist.broadcast_object_list(found)
    return found[0]


def outer_update(net: ConvNet, state: State, tasks: Tasks) -> float:
    """`theta += step_size * (mean(w) - theta)`. Returns the mean loss after the first inner step."""
    settings = tasks.settings
    rank, processes = rank_and_processes()
    # Summed in float64: then theta does not depend on how the tasks are shared out.
    total = torch.zeros(2 * state.theta.numel() + 1, dtype=torch.float64)
    for i in range(rank, settings["meta_batch"], processes):
        try:
            total += learn_task(net, state, tasks)
        except Diverged as e:
            raise Diverged(f"meta-iteration {state.iteration}, task {i}: {e}") from None
    if dist.is_initialized():
        dist.all_reduce(total)
    mean = (total / settings["meta_batch"]).to(state.theta.dtype)
    w, second_moments, loss = mean.split([state.theta.numel(), state.theta.numel(), 1])
    done = state.iteration / settings["meta_iterations"]
    step_size = settings["step_size"] + done * (settings["step_size_final"] - settings["step_size"])
    state.theta += step_size * (w - state.theta)
    state.second_moments = second_moments
    state.iteration += 1
    return loss.item()


def learn_task(net: ConvNet, state: State, tasks: Tasks) -> Tensor:
    """What a task makes of theta, Adam's second moments after it, and a loss: one vector."""
    settings = tasks.settings
    # Copied: the parameters would be views of theta, and move it.
    vector_to_parameters(state.theta.clone(), net.parameters())
    seen = state.iteration * settings["inner_steps"]
    optimizer = adam(net, settings["learning_rate"], state.second_moments, seen)
    losses = inner_loop(Classifier(net, settings["ways"]), optimizer,
                        settings["head_learning_rate"], tasks.next())
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


def provenance(header: dict) -> dict:
    """What the file says about how it was made: paths are file names only."""
    here = int(os.environ.get("LOCAL_WORLD_SIZE", 1))
    nodes = int(os.environ.get("WORLD_SIZE", 1)) // here
    words = ["torchrun", "--nnodes", nodes, "--nproc-per-node", here, "tests/reference/train.py"]
    flags = header["command"].removeprefix("reptile-sketch train ")
    return {"command": f"{shlex.join(map(str, words))} {flags}", "commit": header["commit"],
            "seed": header["settings"]["seed"], "data": header["data"],
            "held_out": header["held_out"], "evaluation": "", "accuracy": None}


def train(settings: argparse.Namespace, flags: list[str]) -> None:
    rank, processes = rank_and_processes()
    found = resumed(settings)
    start = found["state"]["iteration"] if found else 0
    tasks = Tasks(settings.program, flags, rank, processes, start)
    if found and (found["settings"], found["data"]) != (tasks.settings, tasks.header["data"]):
        sys.exit("train.py: the checkpoint is of other settings or data")
    state = State(tasks.theta, torch.zeros_like(tasks.theta), 0)
    if found:
        state = State(**found["state"])
    while state.iteration < tasks.settings["meta_iterations"]:
        loss = outer_update(tasks.net, state, tasks)
        if rank == 0 and state.iteration % 100 == 0:
            done = f"{state.iteration} of {tasks.settings['meta_iterations']}"
            print(f"{done}: loss {loss:.3f}", flush=True)
        if rank == 0 and state.iteration % settings.checkpoint_every == 0:
            write_checkpoint(checkpoint_path(settings), state, tasks.header)
    tasks.close()
    agree(state.theta)
    if rank == 0:
        save(settings, tasks, state)
        checkpoint_path(settings).unlink(missing_ok=True)


def save(settings: argparse.Namespace, tasks: Tasks, state: State) -> None:
    """Writes the weights file, and theta in full precision if it is asked for."""
    own = tasks.settings
    seen = 1 - 0.999 ** (state.iteration * own["inner_steps"])
    moments = state.second_moments / seen if seen > 0 else None
    adapt = weights_file.Adapt(own["inner_steps"], own["learning_rate"], own["head_learning_rate"])
    weights_file.write(settings.out, weights_file.Weights(
        own["filters"], adapt, state.theta, moments, provenance(tasks.header)))
    if settings.state:
        torch.save(vars(state), settings.state)


def main() -> None:
    settings, flags = arguments()
    torch.set_num_threads(1)  # A process a core; and the same sums however many there are.
    if "RANK" in os.environ:
        dist.init_process_group("gloo")
    train(settings, flags)
    if dist.is_initialized():
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
