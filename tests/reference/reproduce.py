"""What the classifier makes of a few drawings before, during and after one inner loop, by PyTorch.

`python3 tests/reference/reproduce.py tests/fixtures/inner_loop.json WEIGHTS...`, at the top of the
repository. Computed in float64; the drawings are generated, and in the file as they are.

The file is one JSON object: `support` and `queries` are images, each 28 rows of 28 hexadecimal
digits, ink / 15; `labels` are the classes of `support`. For each weights file (`cases`):

    path, sha256   the weights file that the numbers are for
    features       of `support` before learning, [images, feature_len]
    logits         of `support` before learning, with the head sin(i + 1) instead of zeros
    losses         before each inner step and after the last
    head           after the inner loop, [ways, feature_len]
    tensors        of the body, in the file's order of axes: for `change` (after less before) and
                   `moments` (Adam's, after) the Euclidean `length`, the sum of value[i] sin(i + 1)
                   (`wave`), and every 61st value (`some`)
    alone          probabilities of each query, classified with `support` only
    together       the same, with all queries in one batch, and nothing else
"""

import hashlib
import json
import sys
from itertools import repeat
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.utils import parameters_to_vector

import weights_file
from convnet import SIDE_PX, Classifier
from drawings import drawn_by, render
from inner_loop import SETTLED, adam, inner_loop, moments_of, task_loss

# Unequal shots, and classes that do not come in order. One symbol is of two classes, so that there
# is something left to learn after the first step.
SUPPORT = [1, 4, 7, 4, 4, 4]
LABELS = [0, 2, 1, 1, 2, 1]
# By another hand; the last is of no class.
QUERIES = [1, 4, 7, 10]


def drawing(symbol: int, hand: int) -> Tensor:
    """An image whose values are whole fifteenths."""
    ink = render(drawn_by(symbol, hand), SIDE_PX, 2.0)
    return torch.from_numpy((15 * ink).round() / 15)


def rows(image: Tensor) -> list[str]:
    return ["".join(f"{round(15 * value):x}" for value in row) for row in image.tolist()]


def wave(length: int) -> Tensor:
    return torch.sin(torch.arange(length) + 1.0)


def numbers(tensor: Tensor) -> list:
    """Nested lists with 9 significant digits."""
    if tensor.dim() > 1:
        return [numbers(row) for row in tensor]
    return [float(f"{value:.9g}") for value in tensor.tolist()]


def summary(tensor: Tensor) -> dict:
    values = tensor.flatten()
    length, along = values.norm(), values @ wave(len(values))
    return {"length": float(f"{length:.9g}"), "wave": float(f"{along:.9g}"),
            "some": numbers(values[::61])}


@torch.no_grad()
def probabilities(classifier: Classifier, support: Tensor, queries: Tensor) -> Tensor:
    """Of queries that share a batch, and its normalisation, with the support set."""
    logits = classifier(torch.cat([support, queries]))
    return torch.softmax(logits, 1)[len(support):]


def case(path: Path, support: Tensor, labels: Tensor, queries: Tensor) -> dict:
    """All numbers of a weights file."""
    weights = weights_file.read(path)
    net = weights.net()
    classifier = Classifier(net, int(labels.max()) + 1)
    head = classifier.head.weight
    with torch.no_grad():
        features = net(support)
    logits = features @ wave(head.numel()).reshape(head.shape).T
    optimizer = adam(net, weights.adapt.learning_rate, weights.second_moments, SETTLED)
    losses = inner_loop(classifier, optimizer, weights.adapt.head_learning_rate,
                        repeat((support, labels), weights.adapt.steps))
    losses.append(task_loss(classifier(support), labels).item())
    after = parameters_to_vector(net.parameters()).detach()
    changes = weights_file.in_file_order(net, after - weights.parameters)
    moments = weights_file.in_file_order(net, moments_of(optimizer))
    return {
        "path": path.as_posix(),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "features": numbers(features),
        "logits": numbers(logits),
        "losses": numbers(torch.tensor(losses)),
        "head": numbers(head.detach()),
        "tensors": {name: {"change": summary(changes[name]), "moments": summary(moments[name])}
                    for name in changes},
        "alone": [numbers(probabilities(classifier, support, query.unsqueeze(0)))[0]
                  for query in queries],
        "together": numbers(probabilities(classifier, queries[:0], queries)),
    }


def main() -> None:
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    support = [drawing(symbol, hand) for hand, symbol in enumerate(SUPPORT)]
    queries = [drawing(symbol, 7) for symbol in QUERIES]
    batch = lambda images: torch.stack(images).unsqueeze(1)
    reference = {
        "made_by": "./build.sh reference (tests/reference/reproduce.py), PyTorch "
                   + torch.__version__.split("+")[0],
        "support": [rows(image) for image in support],
        "labels": LABELS,
        "queries": [rows(image) for image in queries],
        "cases": [case(Path(path), batch(support), torch.tensor(LABELS), batch(queries))
                  for path in sys.argv[2:]],
    }
    text = json.dumps(reference, separators=(",", ":"))
    Path(sys.argv[1]).write_text(text + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
