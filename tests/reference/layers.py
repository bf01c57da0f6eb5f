"""Reference values for every layer, computed by PyTorch, an implementation that is not ours.

Run with `./build.sh reference`, or where numpy and torch are installed with
`python3 tests/reference/layers.py tests/fixtures/layers.json`. The output is the same to the byte
on every run.

Everything is computed in float64 from float32 inputs and written with 9 significant digits, so
the inputs in the file are exactly the float32 numbers that were used, and the expected values are
good to far more than float32 needs. No random generator is involved: see `wave`.

The file is one JSON object. An array (any number of axes) is `{"shape": [..], "values": [..]}`,
row-major, last axis fastest. `upstream` is the gradient of the loss with respect to `output`;
`d_x` is the gradient with respect to `x`.

    conv          [case]  3x3, stride 1 or 2, zero padding 1, no bias; output side is
                  side / stride, rounded up
                  input [n,h,w,cin]  weights [3,3,cin,cout]  upstream [n,oh,ow,cout]
                  stride -> output [n,oh,ow,cout]  d_input  d_weights
    pool          [case]  maximum of 2x2, stride 2, an odd last row or column dropped; where values
                  tie, the first in the order of reading has the gradient
                  input [n,h,w,c]  upstream [n,oh,ow,c] -> output [n,oh,ow,c]  d_input
    norm          [case]  batch normalisation over (n,h,w) per channel, biased variance,
                  (x - mean) / sqrt(variance + epsilon) * scale + shift
                  input [n,h,w,c]  scale [c]  shift [c]  epsilon  upstream [n,h,w,c]
                  -> output  d_input  d_scale  d_shift
    relu          input  upstream -> output  d_input           (one input is exactly zero: gradient 0)
    dense         features [n,f]  weights [ways,f]  upstream [n,ways]; output = features weights^T
                  -> output  d_features  d_weights
    cross_entropy [case]  logits [n,ways]  classes (n class indices)
                  loss = sum over classes of the mean of -log softmax over that class's examples
                  -> probabilities [n,ways]  loss  d_logits
    unit_length   [case]  z / sqrt(sum z^2 + epsilon), row by row
                  input [n,f]  epsilon  upstream [n,f] -> output  d_input
    adam          beta1 = 0, no bias correction, `steps` in order:
                  v = beta2 v + (1 - beta2) g^2;  p = p - learning_rate g / (sqrt(v) + epsilon)
                  parameters [k]  second_moments [k]  learning_rate beta2 epsilon
                  steps [{gradient [k] -> parameters [k], second_moments [k]}]
"""

import json
import math
import sys
from pathlib import Path

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def wave(shape, rate, scale=1.0, offset=0.0):
    """Uneven, repeatable numbers: scale * sin(rate * (i + 1)) + offset, rounded to float32.

    Rounded first to 5 decimals, which keeps the file small and the numbers readable.
    """
    count = math.prod(shape)
    values = [round(scale * math.sin(rate * (i + 1)) + offset, 5) for i in range(count)]
    exact = np.array(values, dtype=np.float32).astype(np.float64)
    return torch.tensor(exact).reshape(shape)


def learnable(tensor):
    return tensor.clone().requires_grad_(True)


def array(tensor):
    """The JSON form of a tensor; 9 significant digits bring every float32 back exactly."""
    tensor = tensor.detach()
    values = [float(f"{value:.9g}") for value in tensor.reshape(-1).tolist()]
    return {"shape": list(tensor.shape), "values": [0.0 if v == 0 else v for v in values]}


def arrays(**tensors):
    return {name: array(tensor) for name, tensor in tensors.items()}


def conv(n, h, w, cin, cout, stride=2):
    x = learnable(wave((n, h, w, cin), 0.731))
    weights = learnable(wave((3, 3, cin, cout), 1.173, 0.4))
    # PyTorch's order is [n, c, h, w] and [cout, cin, ky, kx].
    output = torch.nn.functional.conv2d(
        x.permute(0, 3, 1, 2), weights.permute(3, 2, 0, 1), stride=stride, padding=1
    ).permute(0, 2, 3, 1)
    upstream = wave(output.shape, 0.377, 0.5)
    output.backward(upstream)
    return {"stride": stride} | arrays(
        input=x, weights=weights, upstream=upstream, output=output,
        d_input=x.grad, d_weights=weights.grad)


def pool(n, h, w, c, scale):
    """A small scale leaves few values after rounding to 1 decimal, hence many ties."""
    x = learnable(torch.round(wave((n, h, w, c), 0.647, scale), decimals=1).float().double())
    output = torch.nn.functional.max_pool2d(x.permute(0, 3, 1, 2), 2).permute(0, 2, 3, 1)
    upstream = wave(output.shape, 0.293, 0.9)
    output.backward(upstream)
    return arrays(input=x, upstream=upstream, output=output, d_input=x.grad)


def norm(n, h, w, c, epsilon=1e-5):
    x = learnable(wave((n, h, w, c), 0.913, 1.5, 0.3))
    scale = learnable(wave((c,), 0.571, 0.5, 1.0))
    shift = learnable(wave((c,), 1.337, 0.5))
    output = torch.nn.functional.batch_norm(
        x.permute(0, 3, 1, 2), None, None, scale, shift, training=True, eps=epsilon
    ).permute(0, 2, 3, 1)
    upstream = wave(output.shape, 0.419, 0.7)
    output.backward(upstream)
    return {"epsilon": epsilon} | arrays(
        input=x, scale=scale, shift=shift, upstream=upstream, output=output,
        d_input=x.grad, d_scale=scale.grad, d_shift=shift.grad)


def relu():
    x = wave((13,), 0.877)
    x[4] = 0.0
    x = learnable(x)
    output = torch.relu(x)
    upstream = wave((13,), 0.333)
    output.backward(upstream)
    return arrays(input=x, upstream=upstream, output=output, d_input=x.grad)


def dense(n, f, ways):
    features = learnable(wave((n, f), 0.617))
    weights = learnable(wave((ways, f), 1.091, 0.6))
    output = torch.nn.functional.linear(features, weights)
    upstream = wave((n, ways), 0.453, 0.8)
    output.backward(upstream)
    return arrays(features=features, weights=weights, upstream=upstream, output=output,
                  d_features=features.grad, d_weights=weights.grad)


def cross_entropy(classes, ways, scale):
    logits = learnable(wave((len(classes), ways), 0.787, scale))
    target = torch.tensor(classes)
    each = torch.nn.functional.cross_entropy(logits, target, reduction="none")
    loss = sum(each[target == way].mean() for way in sorted(set(classes)))
    loss.backward()
    return {"classes": classes, "loss": float(f"{loss.item():.9g}")} | arrays(
        logits=logits, probabilities=torch.softmax(logits, 1), d_logits=logits.grad)


def unit_length(n, f, scale, epsilon=1e-8):
    x = learnable(wave((n, f), 0.683, scale))
    output = x / torch.sqrt((x * x).sum(1, keepdim=True) + epsilon)
    upstream = wave((n, f), 0.521)
    output.backward(upstream)
    return {"epsilon": epsilon} | arrays(
        input=x, upstream=upstream, output=output, d_input=x.grad)


def adam(k, learning_rate=1e-3, beta2=0.999, epsilon=1e-8):
    """torch.optim.Adam's own arithmetic, its bias correction made to vanish.

    PyTorch always corrects the second moments by 1 - beta2^step. From a step count of a million
    that correction is 1 in float64, which leaves the formula above.
    """
    settled = 1_000_000
    parameters = learnable(wave((k,), 0.939))
    second_moments = wave((k,), 0.547, 0.01, 0.011)
    second_moments[2] = second_moments[5] = 0.0  # 5: its gradient is zero as well, so 0 / epsilon
    start = arrays(parameters=parameters, second_moments=second_moments)
    optimizer = torch.optim.Adam([parameters], lr=learning_rate, betas=(0.0, beta2), eps=epsilon)
    optimizer.state[parameters] = {
        "step": torch.tensor(float(settled)),
        "exp_avg": torch.zeros(k),
        "exp_avg_sq": second_moments.clone(),
    }
    assert 1 - beta2 ** (settled + 1) == 1.0
    steps = []
    for step in range(3):
        gradient = wave((k,), 0.811 + 0.2 * step, 0.3)
        gradient[5] = 0.0
        parameters.grad = gradient.clone()
        optimizer.step()
        moments = optimizer.state[parameters]["exp_avg_sq"]
        steps.append(arrays(gradient=gradient, parameters=parameters, second_moments=moments))
    return {"learning_rate": learning_rate, "beta2": beta2, "epsilon": epsilon,
            "steps": steps} | start


def reference():
    return {
        "made_by": "./build.sh reference (tests/reference/layers.py), PyTorch "
                   + torch.__version__.split("+")[0],
        # Odd and even sides, one channel and many, counts that no vector width divides.
        "conv": [conv(2, 5, 5, 1, 3), conv(1, 7, 7, 3, 5), conv(2, 4, 4, 2, 3),
                 conv(2, 5, 5, 1, 3, stride=1), conv(1, 4, 4, 3, 5, stride=1),
                 conv(1, 1, 1, 5, 2, stride=1)],
        "pool": [pool(2, 4, 4, 1, 2.0), pool(1, 7, 7, 3, 2.0), pool(2, 5, 5, 5, 0.15)],
        "norm": [norm(2, 3, 3, 5), norm(3, 1, 1, 2)],
        "relu": relu(),
        "dense": dense(4, 7, 3),
        # Equal shots, unequal shots in mixed order, and logits that overflow a naive exponential.
        "cross_entropy": [cross_entropy([0, 1, 2], 3, 1.0),
                          cross_entropy([1, 0, 3, 1, 2, 1, 0], 4, 3.0),
                          cross_entropy([0, 1], 2, 200.0)],
        # Ordinary rows, and rows so short that epsilon decides.
        "unit_length": [unit_length(3, 5, 1.0), unit_length(2, 3, 1e-4)],
        "adam": adam(11),
    }


if __name__ == "__main__":
    text = json.dumps(reference(), separators=(",", ":"))
    Path(sys.argv[1]).write_text(text + "\n", encoding="ascii")
