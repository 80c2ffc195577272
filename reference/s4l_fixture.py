"""Oracle of pretraining: a tiny network that learns rotations and a few labels beside them (S4L) for three steps, by PyTorch in float64.

Both sides draw the same inputs with the generator of Park and Miller (1988), in the order of the list `inputs`; the results are base64
float32.

Run: python3 reference/s4l_fixture.py  (writes src/gan/pretraining.fixture.json)
"""
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

from sndcgan import LAYERS
from ssgan import Sizes, class_task, diff_augment, rotation_task, spectrally_normalised, with_rotations
from ssgan_fixture import Stream, pack

torch.set_num_threads(1)

SIZES = Sizes(size=16, width=4, latent=8, batch=4, rotated=4)
CLASSES, STEPS, SEED = 3, 3, 5
LABELS = [[1, 0, -1, 2], [2, -1, -1, -1], [-1, -1, -1, -1]]  # of the images of each step; -1: not known
SPECTRAL = [f'conv{i}/kernel' for i in range(1, 8)] + ['rotation/weight', 'class/weight']
CONFIG = dict(size=SIZES.size, width=SIZES.width, architecture='sndcgan', spectralNorm=True, augmentColor=1, augmentTranslation=1, augmentCutout=1,
              learningRateD=1e-3, adamBeta1=0.9, adamBeta2=0.999)
TARGET = pathlib.Path(__file__).parent.parent / 'src/gan/pretraining.fixture.json'


def weight_shapes():
    channels = SIZES.channels
    for i, (kernel, _, widths) in enumerate(LAYERS, 1):
        yield f'conv{i}/kernel', (kernel, kernel, channels, widths * SIZES.width), 0, 2.5 / (kernel * channels**0.5)
        yield f'conv{i}/bias', (widths * SIZES.width,), 0, 0.2
        channels = widths * SIZES.width
    features = (SIZES.size // 8) ** 2 * channels
    for head, out in ('rotation', 4), ('class', CLASSES):
        yield f'{head}/weight', (features, out), 0, 0.5
        yield f'{head}/bias', (out,), 0, 0.1


def recipe():
    shapes = list(weight_shapes())
    yield from ((f'weights/{name}', *rest) for name, *rest in shapes)
    yield from ((f'spectral/{name}', (1, int(np.prod(shape[:-1]))), 0, 1) for name, shape, *_ in shapes if name in SPECTRAL)
    for step in range(STEPS):
        yield f'{step}/real', (SIZES.batch, SIZES.size, SIZES.size, SIZES.channels), 0, 1
        yield f'{step}/augmentation', (SIZES.group, 7), 0.5, 0.5


def logits(w, x):
    for i, (_, stride, _) in enumerate(LAYERS, 1):
        x = F.leaky_relu(F.conv2d(x, w[f'conv{i}/kernel'].permute(3, 2, 0, 1), w[f'conv{i}/bias'], stride=stride, padding=1), 0.1)
    features = x.permute(0, 2, 3, 1).flatten(1)
    return [features @ w[f'{head}/weight'] + w[f'{head}/bias'] for head in ('rotation', 'class')]


def train(drawn):
    get = lambda name: torch.tensor(drawn[name], dtype=torch.float64)
    part = lambda prefix: {name[len(prefix):]: get(name) for name in drawn if name.startswith(prefix)}
    w, vectors = part('weights/'), part('spectral/')
    for t in w.values():
        t.requires_grad_()
    adam = torch.optim.Adam(w.values(), lr=CONFIG['learningRateD'], betas=(CONFIG['adamBeta1'], CONFIG['adamBeta2']))
    statistics = []
    for step, labels in enumerate(LABELS):
        normalised, vectors = spectrally_normalised(w, vectors)
        shown = diff_augment(with_rotations(get(f'{step}/real').permute(0, 3, 1, 2), SIZES.rotated), get(f'{step}/augmentation'), CONFIG)
        rotation_logits, class_logits = logits(normalised, shown)
        rotation, rotation_accuracy = rotation_task(rotation_logits, SIZES.rotated)
        classes, _, hits, count = class_task(class_logits[:SIZES.batch], torch.tensor(labels))
        accuracy = hits / max(1, count)
        adam.zero_grad()
        (rotation + classes).backward()
        adam.step()
        statistics.append([t.item() for t in (rotation, rotation_accuracy, classes, accuracy)])
    return statistics, {f'weights/{n}': t for n, t in w.items()} | {f'spectral/{n}': t for n, t in vectors.items()}


def main():
    stream, drawn = Stream(SEED), {}
    inputs = list(recipe())
    for name, shape, offset, scale in inputs:
        drawn[name] = stream.draw(int(np.prod(shape)), offset, scale).reshape(shape)
    statistics, state = train(drawn)
    fixture = dict(seed=SEED, config=CONFIG, batch=SIZES.batch, classes=CLASSES, labels=LABELS,
                   inputs=[dict(name=n, shape=s, offset=o, scale=c) for n, s, o, c in inputs],
                   statistics=[[float(f'{x:.9g}') for x in row] for row in statistics], state={n: pack(t) for n, t in state.items()})
    TARGET.write_text(json.dumps(fixture, separators=(',', ':')) + '\n')
    for row in statistics:
        print(' '.join(f'{x:9.5f}' for x in row))


if __name__ == '__main__':
    main()
