"""Few-shot sine regression in PyTorch: the experiment of `reptile-sketch sine`, written independently.

    python tests/reference/sine.py tests/fixtures/sine.json    # figures of ten runs
    python tests/reference/sine.py --bench PROGRAM ITERATIONS  # the training's time, here and by our program

The settings are those of the script in OpenAI's post on Reptile; the random numbers are PyTorch's.
`./build.sh reference` and `./build.sh bench` run it.
"""

import json
import math
import statistics
import subprocess
import sys
import time
from pathlib import Path

import torch

BEGUN = time.perf_counter()
SEED = 0
# Networks, each with an initialisation and tasks of its own.
RUNS = 10
META_ITERATIONS = 30_000
INNER_STEPS = 5
BATCH = 10
LEARNING_RATE = 0.02
STEP_SIZE = 0.1
POINTS = 50
SHOTS = 10
STEPS = [0, 8, 16, 24, 32]
TASKS = 1000
# For 95 %, with one degree of freedom less than there are runs.
STUDENT_T = 2.262

X = torch.linspace(-5, 5, POINTS)[:, None]


def new_model():
    """The post's network, with PyTorch's own initialisation."""
    return torch.nn.Sequential(
        torch.nn.Linear(1, 64), torch.nn.Tanh(),
        torch.nn.Linear(64, 64), torch.nn.Tanh(),
        torch.nn.Linear(64, 1),
    )


class Networks(torch.nn.Module):
    """Many such networks that share nothing, computed at once: each parameter has one more axis in front."""

    def __init__(self, models):
        super().__init__()
        stacked = zip(*(model.parameters() for model in models))
        self.stacked = torch.nn.ParameterList(torch.stack([p.detach() for p in ps]) for ps in stacked)

    def forward(self, x):
        last = len(self.stacked) - 2
        for i in range(0, len(self.stacked), 2):
            x = torch.baddbmm(self.stacked[i + 1][:, None], x, self.stacked[i].transpose(1, 2))
            x = torch.tanh(x) if i < last else x
        return x

    def copies(self, index, count):
        """So many copies of one of the networks."""
        model = new_model()
        model.load_state_dict(dict(zip(model.state_dict(), (p.detach()[index] for p in self.stacked))))
        return Networks([model] * count)


def random_waves(count):
    """The values of so many waves at all places: [count, points, 1]."""
    amplitude = torch.empty(count, 1, 1).uniform_(0.1, 5)
    phase = torch.empty(count, 1, 1).uniform_(0, 2 * math.pi)
    return amplitude * torch.sin(X + phase)


def random_orders(count):
    """So many orders of the points: [count, points, 1]."""
    return torch.rand(count, POINTS).argsort(dim=1)[:, :, None]


def descend(model, x, y):
    """One step of gradient descent. The loss is summed over networks, so each gets its own gradient."""
    for p in model.parameters():
        p.grad = None
    (model(x) - y).pow(2).mean(dim=(1, 2)).sum().backward()
    with torch.no_grad():
        for p in model.parameters():
            p.add_(p.grad, alpha=-LEARNING_RATE)


def meta_train(model, count, meta_iterations, inner_steps):
    """Serial Reptile of so many networks at once; with one inner step it is joint training."""
    parameters = list(model.parameters())
    for iteration in range(meta_iterations):
        before = [p.detach().clone() for p in parameters]
        y, order = random_waves(count), random_orders(count)
        for step in range(inner_steps):
            chosen = order[:, step * BATCH:(step + 1) * BATCH]
            descend(model, X[chosen[:, :, 0]], y.gather(1, chosen))
        step_size = STEP_SIZE * (1 - iteration / meta_iterations)
        with torch.no_grad():
            for p, start in zip(parameters, before):
                p.copy_(torch.lerp(start, p, step_size))


def losses_on_held_out(networks, index):
    """Mean loss of one of the networks over all points of each of many unseen tasks, after each number of steps."""
    y, shown = random_waves(TASKS), random_orders(TASKS)[:, :SHOTS]
    adapting = networks.copies(index, TASKS)
    losses = []
    for step in range(STEPS[-1] + 1):
        if step in STEPS:
            with torch.no_grad():
                everywhere = adapting(X.expand(TASKS, POINTS, 1))
                losses.append((everywhere - y).pow(2).mean().item())
        descend(adapting, X[shown[:, :, 0]], y.gather(1, shown))
    return losses


def interval(values):
    mean = sum(values) / len(values)
    variance = sum((v - mean) ** 2 for v in values) / (len(values) - 1)
    return {"mean": mean, "ci95": STUDENT_T * math.sqrt(variance / len(values))}


def figures():
    torch.manual_seed(SEED)
    models = [new_model() for _ in range(RUNS)]
    by_run = {}
    for name, meta_iterations, inner_steps in [
        ("random", 0, 0),
        ("reptile", META_ITERATIONS, INNER_STEPS),
        # As many gradient steps, each on a task of its own.
        ("joint", META_ITERATIONS * INNER_STEPS, 1),
    ]:
        networks = Networks(models)
        meta_train(networks, RUNS, meta_iterations, inner_steps)
        by_run[name] = [losses_on_held_out(networks, run) for run in range(RUNS)]
        print(name, by_run[name], file=sys.stderr, flush=True)
    table = {
        name: [{"steps": steps, **interval([row[i] for row in rows])} for i, steps in enumerate(STEPS)]
        for name, rows in by_run.items()
    }
    return {
        "made_by": "tests/reference/sine.py (./build.sh reference)",
        "torch": torch.__version__,
        "seed": SEED,
        "runs": RUNS,
        "tasks": TASKS,
        "meta_iterations": META_ITERATIONS,
        "inner_steps": INNER_STEPS,
        "interval": "mean over runs of the mean over tasks, with Student's t over runs",
        "table": table,
        "by_run": by_run,
        "seconds": time.perf_counter() - BEGUN,
    }


def seconds_of_pytorch(threads, iterations):
    """Seconds of so many meta-iterations, after a few to warm up."""
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    model = new_model()
    meta_train(model, 1, 100, INNER_STEPS)
    begun = time.perf_counter()
    meta_train(model, 1, iterations, INNER_STEPS)
    return time.perf_counter() - begun


def seconds_of_ours(program, iterations):
    """Seconds of as many meta-iterations of `reptile-sketch sine`, by its own clock: the training alone."""
    command = [program, "sine", "--meta-iterations", str(iterations), "--tasks", "1", "--json"]
    return json.loads(subprocess.check_output(command))["elapsed_s"]["reptile"]


def benchmark(program, iterations):
    """Medians of three rounds; in each round all take their turn, so that a busy machine is busy for all."""
    runs = {
        "reptile-sketch": lambda: seconds_of_ours(program, iterations),
        "PyTorch, 1 thread": lambda: seconds_of_pytorch(1, iterations),
        "PyTorch, 2 threads": lambda: seconds_of_pytorch(2, iterations),
    }
    seconds = {name: [] for name in runs}
    for _ in range(3):
        for name, run in runs.items():
            seconds[name].append(run())
    median = {name: statistics.median(values) for name, values in seconds.items()}
    ours = median.pop("reptile-sketch")
    steps = iterations * INNER_STEPS
    print(f"{'sine, ' + str(iterations) + ' meta-iterations':<32}{'seconds':>10}{'us a step':>11}{'ratio':>8}")
    for name, value in [("reptile-sketch", ours), *median.items()]:
        print(f"{name:<32}{value:>10.3f}{1e6 * value / steps:>11.1f}{value / ours:>8.1f}")
    print(json.dumps({
        "meta_iterations": iterations,
        "steps": steps,
        "torch": torch.__version__,
        "seconds": seconds,
        "times_faster_than_pytorch_at_its_best": min(median.values()) / ours,
    }))


if __name__ == "__main__":
    if sys.argv[1] == "--bench":
        benchmark(sys.argv[2], int(sys.argv[3]))
    else:
        torch.set_num_threads(1)
        # Computed first: whoever interrupts it keeps the old ones.
        text = json.dumps(figures(), indent=1)
        Path(sys.argv[1]).write_text(text + "\n", encoding="ascii")
