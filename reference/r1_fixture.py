"""Oracle of the R1 penalty: its value and its gradients for the weights of a tiny D, by double backpropagation of PyTorch in float64.

Weights and images are drawn as in ssgan_fixture.py. Of each gradient the fixture keeps the length and a few entries. The script holds
itself to finite differences along the gradient.

Run: python3 reference/r1_fixture.py  (writes src/gan/penalties/r1.fixture.json)
"""
import json
import pathlib

import numpy as np
import torch

from ssgan import ARCHITECTURES, r1, spectrally_normalised
from ssgan_fixture import SIZES, Stream

SEED = 5
ENTRIES = 8  # evenly spaced
TARGET = pathlib.Path(__file__).parent.parent / 'src/gan/penalties/r1.fixture.json'


def penalty(networks, weights, vectors, real):
    normalised, _ = spectrally_normalised(weights, vectors)
    return r1(lambda x: networks.discriminator(SIZES, normalised, x)['realness'], real)


def case(architecture, spectral_norm):
    networks = ARCHITECTURES[architecture]
    stream = Stream(SEED)
    draw = lambda shape, offset, scale: torch.tensor(stream.draw(int(np.prod(shape)), offset, scale).reshape(shape), dtype=torch.float64)
    inputs = [(f'discriminator/{name}', *rest) for name, *rest in networks.discriminator_shapes(SIZES)]
    if spectral_norm:
        inputs += [(f'spectral/{name}', (1, int(np.prod(shape[:-1]))), 0, 1) for name, shape, _, _ in networks.discriminator_shapes(SIZES) if len(shape) > 1]
    inputs.append(('real', (SIZES.batch, SIZES.size, SIZES.size, SIZES.channels), 0, 1))
    drawn = {name: draw(*rest) for name, *rest in inputs}
    part = lambda prefix: {n[len(prefix):]: t for n, t in drawn.items() if n.startswith(prefix)}
    weights, vectors = part('discriminator/'), part('spectral/')
    real = drawn['real'].permute(0, 3, 1, 2)
    for t in weights.values():
        t.requires_grad_()
    value = penalty(networks, weights, vectors, real)
    gradients = dict(zip(weights, torch.autograd.grad(value, weights.values(), allow_unused=True)))
    gradients = {name: torch.zeros_like(weights[name]) if g is None else g for name, g in gradients.items()}
    if not spectral_norm:  # which takes u and v for constants: finite differences would move them
        check(networks, weights, gradients, real)
    return dict(
        architecture=architecture,
        spectralNorm=spectral_norm,
        inputs=[dict(name=n, shape=s, offset=o, scale=c) for n, s, o, c in inputs],
        value=value.item(),
        gradients={name: summary(g) for name, g in gradients.items()})


def check(networks, weights, gradients, real):
    """A step of the weights along the gradient changes the penalty as the gradient says."""
    length = 1e-7
    square = sum(g.square().sum() for g in gradients.values())
    moved = lambda sign: {n: (t + sign * length * gradients[n] / square.sqrt()).detach() for n, t in weights.items()}
    change = (penalty(networks, moved(1), {}, real) - penalty(networks, moved(-1), {}, real)) / (2 * length)
    assert abs(change.item() / square.sqrt().item() - 1) < 1e-5, (change, square.sqrt())


def summary(gradient):
    flat = gradient.flatten()
    places = [int(i * (len(flat) - 1) / (ENTRIES - 1)) for i in range(ENTRIES)]
    return dict(norm=flat.norm().item(), places=places, entries=[flat[i].item() for i in places])


if __name__ == '__main__':
    torch.set_num_threads(1)
    cases = {
        'spectral norm': case('sndcgan', True), 'no norm': case('sndcgan', False),
        'residual blocks, spectral norm': case('resnet', True), 'residual blocks, no norm': case('resnet', False)}
    TARGET.write_text(json.dumps(dict(seed=SEED, cases=cases), separators=(',', ':')) + '\n')
    for name, result in cases.items():
        print(name, result['value'], {n: round(g['norm'], 6) for n, g in result['gradients'].items()})
    print(TARGET.stat().st_size, 'bytes')
