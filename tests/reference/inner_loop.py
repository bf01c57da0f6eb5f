"""The inner loop: a few steps on a task, Adam for the body and plain gradient descent for the head."""

import math
from collections.abc import Iterable

import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils import parameters_to_vector

from convnet import Classifier, ConvNet

# From this many steps on, Adam's correction of the second moments' start at zero is 1 exactly.
SETTLED = 1_000_000

Batch = tuple[Tensor, Tensor]  # images, classes


class Diverged(Exception):
    """The loss is not finite."""


def task_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """The sum over classes of the mean cross-entropy of a class's images."""
    each = functional.cross_entropy(logits, labels, reduction="none")
    return (each / torch.bincount(labels)[labels]).sum()


def adam(body: ConvNet, learning_rate: float, second_moments: Tensor, steps: int) -> torch.optim.Adam:
    """Adam with beta1 = 0, whose second moments have seen so many steps already."""
    optimizer = torch.optim.Adam(body.parameters(), lr=learning_rate, betas=(0.0, 0.999), eps=1e-8)
    parameters = list(body.parameters())
    parts = second_moments.split([parameter.numel() for parameter in parameters])
    for parameter, moments in zip(parameters, parts, strict=True):
        optimizer.state[parameter] = {
            "step": torch.tensor(float(steps)),
            "exp_avg": torch.zeros_like(parameter),
            "exp_avg_sq": moments.reshape(parameter.shape).clone(),
        }
    return optimizer


def moments_of(optimizer: torch.optim.Adam) -> Tensor:
    """The second moments as a flat vector."""
    (group,) = optimizer.param_groups
    return parameters_to_vector([optimizer.state[p]["exp_avg_sq"] for p in group["params"]])


def inner_loop(classifier: Classifier, body: torch.optim.Optimizer, head_learning_rate: float,
               batches: Iterable[Batch]) -> list[float]:
    """One step a batch. Returns the loss before each."""
    head = torch.optim.SGD(classifier.head.parameters(), lr=head_learning_rate)
    losses = []
    for step, (images, labels) in enumerate(batches):
        loss = task_loss(classifier(images), labels)
        losses.append(loss.item())
        if not math.isfinite(losses[-1]):
            raise Diverged(f"the loss is not finite at step {step}")
        classifier.zero_grad()
        loss.backward()
        body.step()
        head.step()
    return losses
