"""The convnet and the classifier of `src/net/`, in PyTorch: an implementation that is not ours.

Written from the documents: the paper (Nichol, Achiam, Schulman 2018, arXiv:1803.02999) and what
`cargo doc` says of `reptile_sketch::net`. Images are `[batch, 1, side, side]`, 0 is paper.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

SIDE_PX = 28


class Stage(nn.Module):
    """3x3 convolution with stride 2, batch normalisation with scale and shift, and perhaps a relu."""

    def __init__(self, channels_in: int, channels_out: int, rectify: bool):
        super().__init__()
        self.convolution = nn.Conv2d(channels_in, channels_out, 3, stride=2, padding=1, bias=False)
        # Always the statistics of the batch at hand: a few-shot task has no others.
        self.normalization = nn.BatchNorm2d(channels_out, eps=1e-5, track_running_stats=False)
        self.rectify = rectify
        # Uniform with variance 2 / fan-in.
        nn.init.kaiming_uniform_(self.convolution.weight, nonlinearity="relu")

    def forward(self, images: Tensor) -> Tensor:
        values = self.normalization(self.convolution(images))
        return functional.relu(values) if self.rectify else values


class ConvNet(nn.Module):
    """Images to features of length 1. The last stage has no relu."""

    def __init__(self, filters: list[int]):
        super().__init__()
        channels = [1, *filters]
        last = len(filters) - 1
        self.stages = nn.Sequential(
            *(Stage(channels[i], channels[i + 1], i < last) for i in range(len(filters))))
        side = SIDE_PX
        for _ in filters:
            side = (side + 1) // 2
        self.feature_len = side * side * filters[-1]

    def forward(self, images: Tensor) -> Tensor:
        # Row, column, channel: the order of the features in the crate, and so of a head's weights.
        values = self.stages(images).permute(0, 2, 3, 1).flatten(1)
        return values / torch.sqrt((values * values).sum(1, keepdim=True) + 1e-8)


class Classifier(nn.Module):
    """A convnet with a linear head, which starts at zero: every class is equally likely."""

    def __init__(self, body: ConvNet, ways: int):
        super().__init__()
        self.body = body
        self.head = nn.Linear(body.feature_len, ways, bias=False)
        nn.init.zeros_(self.head.weight)

    def forward(self, images: Tensor) -> Tensor:
        return self.head(self.body(images))
