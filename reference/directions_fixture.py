"""Oracle of the directions of a generator: GANSpace as published [Haerkoenen et al. 2020, section 3.1] on very many random latents, SeFa
[Shen and Zhou 2021, eq. 5], and the regression of the channel means of every norm, on an SNDCGAN with random weights, in float64.

Run: python3 reference/directions_fixture.py  (writes src/player/directions/directions.fixture.json)
"""
import base64
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.decomposition import PCA

from sndcgan import generator_shapes
from ssgan import Sizes

torch.set_num_threads(1)

SIZES = Sizes(size=16, width=2, latent=6, batch=8, rotated=2)
LATENTS = 200_000
NORMS = 4
FOUND = 3  # the first ones, which are well apart
FILE = pathlib.Path(__file__).parent.parent / 'src/player/directions/directions.fixture.json'


def weights(rng):
    w = {name: offset + scale * rng.uniform(-1, 1, shape) for name, shape, offset, scale in generator_shapes(SIZES, 'batch')}
    turn = np.linalg.qr(rng.normal(size=(SIZES.latent, SIZES.latent)))[0]
    w['linear/weight'] = turn @ np.diag(0.6 ** np.arange(SIZES.latent)) @ turn.T @ w['linear/weight']  # some directions change more than others
    return {name: torch.tensor(value.astype(np.float32).astype(np.float64)) for name, value in w.items()}


def run(w, z):
    """Activations after the first norm, of every norm its statistics over all latents, and the channel means of its input."""
    side = SIZES.size // 8
    h = (z @ w['linear/weight']).reshape(len(z), side, side, -1).permute(0, 3, 1, 2)
    first, statistics, means = None, {}, {}
    for i in range(NORMS):
        if i > 0:
            h = F.conv_transpose2d(h, w[f'up{i}/kernel'].permute(3, 2, 0, 1), stride=2, padding=1)
        name = f'norm{i}'
        mean, variance = h.mean((0, 2, 3)), h.var((0, 2, 3), correction=0)
        statistics |= {f'{name}/mean': mean, f'{name}/variance': variance}
        means[name] = h.mean((2, 3))
        normal = (h - mean.view(1, -1, 1, 1)) / torch.sqrt(variance.view(1, -1, 1, 1) + 1e-5)
        h = F.relu(normal * w[f'{name}/scale'].view(1, -1, 1, 1) + w[f'{name}/offset'].view(1, -1, 1, 1))
        first = h.flatten(1) if first is None else first
    return first, statistics, means


def unit(rows):
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return rows * np.sign(rows[np.arange(len(rows)), np.abs(rows).argmax(1)])[:, None]


def ganspace(activations, z):
    """Of its components those of which z says nearly all: others are the same for z and -z, and their regression on z is left to chance."""
    x = PCA(SIZES.latent).fit_transform(activations)
    rows = np.linalg.lstsq(x, z, rcond=None)[0]
    said = np.linalg.norm(rows, axis=1) * x.std(0)
    return unit(rows[said > 0.9][:FOUND])


def shares_of_odd_parts(activations):
    """Of activations of latents followed by those of their negatives."""
    there, back = np.split(activations, 2)
    odd = (there - back) / 2
    return PCA(FOUND).fit(np.concatenate([odd, -odd])).explained_variance_ratio_


def sefa(w, variance):
    side = SIZES.size // 8
    a = (w['linear/weight'] / torch.sqrt(variance + 1e-5).repeat(side * side)).numpy()
    values, vectors = np.linalg.eigh(a @ a.T)
    return unit(vectors[:, ::-1].T[:FOUND]), values[::-1][:FOUND] / values.sum()


def slopes(means, z, directions):
    """Of every channel mean on the coordinate of each direction, [directions, C]."""
    return {name: [np.polyfit(z @ d, m.numpy(), 1)[0].tolist() for d in directions] for name, m in means.items()}


def main():
    rng = np.random.default_rng(5)
    w = weights(rng)
    half = rng.normal(size=(LATENTS // 2, SIZES.latent))
    z = np.concatenate([half, -half])
    first, statistics, means = run(w, torch.tensor(z))
    activations = first.numpy()
    pc, (cf, cf_shares) = ganspace(activations, z), sefa(w, statistics['norm0/variance'])
    tensors = {name: {'shape': list(value.shape), 'values': base64.b64encode(value.numpy().astype(np.float32).tobytes()).decode()}
               for name, value in (w | statistics).items()}
    FILE.write_text(json.dumps({
        'sizes': {'size': SIZES.size, 'width': SIZES.width, 'latent': SIZES.latent},
        'tensors': tensors,
        'pc': {'vectors': pc.tolist(), 'shares': shares_of_odd_parts(activations).tolist()},
        'cf': {'vectors': cf.tolist(), 'shares': cf_shares.tolist()},
        'means': slopes(means, z, np.concatenate([pc, cf])),
    }, indent=1) + '\n')


if __name__ == '__main__':
    main()
