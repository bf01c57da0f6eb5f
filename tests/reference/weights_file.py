"""The weights file of `src/weights/`: safetensors with f16 tensors, a header, and a checksum.

Parameters are flat vectors here, in the order of `ConvNet.parameters()`.
"""

import json
import struct
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import safetensors.torch
import torch
from torch import Tensor
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from convnet import SIDE_PX, ConvNet

METADATA = "reptile-sketch"
LEAST_RMS = 1e-6


@dataclass
class Adapt:
    """How a classifier learns from examples."""

    steps: int
    learning_rate: float
    head_learning_rate: float


@dataclass
class Weights:
    """What a weights file holds. Without second moments, Adam starts afresh."""

    filters: list[int]
    adapt: Adapt
    parameters: Tensor
    second_moments: Tensor | None
    provenance: dict = field(default_factory=dict)

    def net(self) -> ConvNet:
        """The convnet with these parameters."""
        net = ConvNet(self.filters)
        vector_to_parameters(self.parameters.clone(), net.parameters())
        return net


def in_file_order(net: ConvNet, vector: Tensor) -> dict[str, Tensor]:
    """The tensors of a flat vector by their names in the file; the last axis is channels out."""
    tensors = {}
    parts = vector.split([parameter.numel() for parameter in net.parameters()])
    for (name, parameter), part in zip(net.named_parameters(), parts, strict=True):
        _, stage, *kind = name.split(".")
        kind = {"convolution.weight": "convolution", "normalization.weight": "scale",
                "normalization.bias": "shift"}[".".join(kind)]
        tensor = part.reshape(parameter.shape)
        if kind == "convolution":
            tensor = tensor.permute(2, 3, 1, 0)
        tensors[f"stage{int(stage) + 1}.{kind}"] = tensor.contiguous()
    return tensors


def to_vector(tensors: dict[str, Tensor]) -> Tensor:
    """The flat vector of such tensors, which come in the order of the network."""
    parts = [tensor.permute(3, 2, 0, 1) if tensor.dim() == 4 else tensor
             for tensor in tensors.values()]
    return torch.cat([part.flatten() for part in parts])


def write(path: Path, weights: Weights) -> None:
    """Writes a file that `reptile-sketch evaluate` and the page load."""
    net = ConvNet(weights.filters)
    tensors = {name: tensor.half() for name, tensor in
               in_file_order(net, weights.parameters).items()}
    if weights.second_moments is not None:
        for name, moments in in_file_order(net, weights.second_moments).items():
            channels = moments.reshape(-1, moments.shape[-1])
            tensors[f"rms.{name}"] = channels.mean(0).sqrt().half()
    if not all(tensor.isfinite().all() for tensor in tensors.values()):
        raise ValueError("a parameter is beyond the range of f16")
    tensors["crc32"] = torch.zeros(1, dtype=torch.uint32)
    header = {
        "format": 1,
        "net": {"side_px": SIDE_PX, "filters": weights.filters, "norm": "batch"},
        "adapt": vars(weights.adapt),
        "provenance": weights.provenance,
    }
    text = json.dumps(header, sort_keys=True, separators=(",", ":"))
    file = bytearray(safetensors.torch.save(tensors, {METADATA: text}))
    # The checksum of the whole file, its own bytes at zero.
    start = checksum_start(file)
    file[start:start + 4] = struct.pack("<I", zlib.crc32(file))
    path.write_bytes(file)


def read(path: Path) -> Weights:
    """Reads a file that `reptile-sketch train`, or `write`, has made."""
    file = bytearray(path.read_bytes())
    start = checksum_start(file)
    (checksum,) = struct.unpack("<I", file[start:start + 4])
    file[start:start + 4] = bytes(4)
    if zlib.crc32(file) != checksum:
        raise ValueError(f"{path} was cut or damaged")
    header = json.loads(header_of(file)["__metadata__"][METADATA])
    if (header["format"], header["net"]["norm"]) != (1, "batch"):
        raise ValueError(f"{path} is of another version, or not batch-normalised")
    stored = safetensors.torch.load(bytes(file))
    names = in_file_order(net := ConvNet(header["net"]["filters"]), parameters_to_vector(
        net.parameters())).items()
    real = torch.get_default_dtype()
    moments = None
    if any(name.startswith("rms.") for name in stored):
        moments = to_vector({
            name: stored[f"rms.{name}"].to(real).clamp(min=LEAST_RMS).square().expand(like.shape)
            for name, like in names})
    return Weights(
        filters=header["net"]["filters"],
        adapt=Adapt(**header["adapt"]),
        parameters=to_vector({name: stored[name].to(real) for name, _ in names}),
        second_moments=moments,
        provenance=header["provenance"],
    )


def header_of(file: bytes) -> dict:
    """The JSON at the start of a safetensors file."""
    (length,) = struct.unpack("<Q", file[:8])
    return json.loads(file[8:8 + length])


def checksum_start(file: bytes) -> int:
    """Where the four bytes of the checksum lie."""
    (length,) = struct.unpack("<Q", file[:8])
    start, end = header_of(file)["crc32"]["data_offsets"]
    if end - start != 4:
        raise ValueError("the checksum has not four bytes")
    return 8 + length + start
