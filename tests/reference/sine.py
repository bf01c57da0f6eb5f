"""Few-shot sine regression in PyTorch: the experiment of `reptile-sketch sine`, written independently.

    python tests/reference/sine.py tests/fixtures/sine.json    # figures of five seeds
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

import torch

SEEDS = [0, 1, 2, 3, 4]
META_ITERATIONS = 30_000
INNER_STEPS = 5
BATCH = 10
LEARNING_RATE = 0.02
STEP_SIZE = 0.1
POINTS = 50
SHOTS = 10
STEPS = [0, 8, 16, 24, 32]
TASKS = 1000
# Student's t for 95 % and one degree of freedom less than there are seeds.
STUDENT_T = 2.776

X = torch.linspace(-5, 5, POINTS)[:, None]


def new_model():
    """The post's network, with PyTorch's own initialisation."""
    return torch.nn.Sequential(
        torch.nn.Linear(1, 64), torch.nn.Tanh(),
        torch.nn.Linear(64, 64), torch.nn.Tanh(),
        torch.nn.Linear(64, 1),
    )


def random_waves(count):
    """Amplitudes and phases, each of shape [count, 1, 1]."""
    amplitude = torch.empty(count, 1, 1).uniform_(0.1, 5)
    phase = torch.empty(count, 1, 1).uniform_(0, 2 * math.pi)
    return amplitude, phase


def meta_train(model, meta_iterations, inner_steps):
    """Serial Reptile; with one inner step it is joint training."""
    parameters = list(model.parameters())
    for iteration in range(meta_iterations):
        before = [p.detach().clone() for p in parameters]
        amplitude, phase = random_waves(1)
        y = (amplitude * torch.sin(X + phase))[0]
        order = torch.randperm(POINTS)
        for step in range(inner_steps):
            chosen = order[step * BATCH:(step + 1) * BATCH]
            loss = (model(X[chosen]) - y[chosen]).pow(2).mean()
            for p in parameters:
                p.grad = None
            loss.backward()
            with torch.no_grad():
                for p in parameters:
                    p.add_(p.grad, alpha=-LEARNING_RATE)
        step_size = STEP_SIZE * (1 - iteration / meta_iterations)
        with torch.no_grad():
            for p, start in zip(parameters, before):
                p.copy_(torch.lerp(start, p, step_size))


def losses_on_held_out(model):
    """Mean loss over all points of each of many unseen tasks, after each number of steps.

    All tasks are adapted at once, each with parameters of its own: one more axis in front.
    """
    amplitude, phase = random_waves(TASKS)
    y = amplitude * torch.sin(X + phase)                                       # [tasks, points, 1]
    shown = torch.stack([torch.randperm(POINTS)[:SHOTS] for _ in range(TASKS)])  # [tasks, shots]
    x_shown, y_shown = X[shown], y.gather(1, shown[:, :, None])
    w = [p.detach().expand(TASKS, *p.shape).clone().requires_grad_() for p in model.parameters()]

    def predict(x):
        for i in range(0, len(w), 2):
            x = x @ w[i].transpose(1, 2) + w[i + 1][:, None, :]
            if i + 2 < len(w):
                x = torch.tanh(x)
        return x

    losses = []
    for step in range(STEPS[-1] + 1):
        if step in STEPS:
            with torch.no_grad():
                losses.append((predict(X) - y).pow(2).mean(dim=(1, 2)).mean().item())
        # The tasks share no parameter, so the gradient of the sum is each task's own.
        gradients = torch.autograd.grad((predict(x_shown) - y_shown).pow(2).mean(dim=(1, 2)).sum(), w)
        with torch.no_grad():
            for p, gradient in zip(w, gradients):
                p -= LEARNING_RATE * gradient
    return losses


def interval(values):
    mean = sum(values) / len(values)
    variance = sum((v - mean) ** 2 for v in values) / (len(values) - 1)
    return {"mean": mean, "ci95": STUDENT_T * math.sqrt(variance / len(values))}


def figures():
    by_seed = {"reptile": [], "random": [], "joint": []}
    seconds = []
    for seed in SEEDS:
        torch.manual_seed(seed)
        model = new_model()
        start = {name: value.clone() for name, value in model.state_dict().items()}
        by_seed["random"].append(losses_on_held_out(model))
        begun = time.perf_counter()
        meta_train(model, META_ITERATIONS, INNER_STEPS)
        seconds.append(time.perf_counter() - begun)
        by_seed["reptile"].append(losses_on_held_out(model))
        model.load_state_dict(start)
        # As many gradient steps, each on a task of its own.
        meta_train(model, META_ITERATIONS * INNER_STEPS, 1)
        by_seed["joint"].append(losses_on_held_out(model))
        print(seed, {name: rows[-1] for name, rows in by_seed.items()}, file=sys.stderr, flush=True)
    table = {
        name: [{"steps": steps, **interval([row[i] for row in rows])} for i, steps in enumerate(STEPS)]
        for name, rows in by_seed.items()
    }
    return {
        "made_by": "tests/reference/sine.py (./build.sh reference)",
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
        "seeds": SEEDS,
        "tasks": TASKS,
        "meta_iterations": META_ITERATIONS,
        "inner_steps": INNER_STEPS,
        "interval": "mean over seeds of the mean over tasks; Student's t over seeds",
        "table": table,
        "by_seed": by_seed,
        "reptile_s": seconds,
    }


def seconds_of_pytorch(threads, iterations):
    """Seconds of so many meta-iterations, after a few to warm up."""
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    model = new_model()
    meta_train(model, 100, INNER_STEPS)
    begun = time.perf_counter()
    meta_train(model, iterations, INNER_STEPS)
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
        with open(sys.argv[1], "w") as file:
            json.dump(figures(), file, indent=1)
            file.write("\n")
