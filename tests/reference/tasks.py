"""The tasks of one process, as `reptile-sketch train` draws them.

The crate's program reads the data, whatever its form, distorts drawings and makes them images. So the same seed
gives the same tasks here as there.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import torch
from torch.nn.utils import parameters_to_vector

import weights_file
from convnet import SIDE_PX, ConvNet
from inner_loop import Batch

PIXELS = SIDE_PX * SIDE_PX
# What this implementation knows; a run with anything else is refused.
KNOWN = {"network": "drawings", "head": "zero", "norm": "batch", "sgd": False, "prior_weight": 0.0}


class Tasks:
    """The tasks of one process of several, from an outer update on."""

    def __init__(self, program: Path, flags: list[str], rank: int, processes: int, iteration: int):
        command = [program, "train", *flags, "--share", f"{rank}/{processes}/{iteration}"]
        # One process is enough to say what was read, or what is wrong.
        stderr = None if rank == 0 else subprocess.DEVNULL
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr)
        header = self.process.stdout.readline()
        if not header:
            sys.exit(self.process.wait() or 1)
        self.header = json.loads(header)
        self.settings = self.header["settings"]
        for name, value in KNOWN.items():
            if self.settings[name] != value:
                sys.exit(f"train.py: {name} is {self.settings[name]}; here it can only be {value}")

        self.net = ConvNet(self.settings["filters"])
        self.theta = self.read_parameters()

    def read_parameters(self) -> torch.Tensor:
        """The parameters that the crate starts at, in the order of the network here."""
        like = weights_file.in_file_order(self.net, parameters_to_vector(self.net.parameters()))
        tensors = {name: self.read(tensor.numel(), torch.float32).reshape(tensor.shape)
                   for name, tensor in like.items()}
        return weights_file.to_vector(tensors).to(torch.get_default_dtype())

    def next(self) -> Iterator[Batch]:
        """The batches of the next task. They have to be used up before the task after it."""
        return islice(iter(self.batch, None), self.settings["inner_steps"])

    def batch(self) -> Batch:
        count = int(self.read(1, torch.int32))
        labels = self.read(count, torch.int32).long()
        images = self.read(count * PIXELS, torch.float32).reshape(count, 1, SIDE_PX, SIDE_PX)
        return images.to(torch.get_default_dtype()), labels

    def read(self, count: int, kind: torch.dtype) -> torch.Tensor:
        file = bytearray(self.process.stdout.read(4 * count))
        if len(file) != 4 * count:
            sys.exit("train.py: the tasks have ended early")
        return torch.frombuffer(file, dtype=kind)

    def close(self) -> None:
        self.process.stdout.close()
        self.process.wait()
