"""The small ResNet in PyTorch [Miyato et al. 2018, table 4; google/compare_gan, resnet_cifar.py], with nearest-neighbour upsampling and
1 x 1 shortcuts: its parameters and its two networks. G has 4 x width channels at every scale, D 2 x width.

Images and kernels are laid out as in sndcgan.py. Shortcuts are written in the order of compare_gan, convolution last in G and first in D.
"""
import math

import torch
import torch.nn.functional as F

from heads import head_shapes, read
from norm import code_of, embedding_shapes, norm_relu, norm_shapes

FIRST_SIDE, LAST_SIDE = 4, 8  # where G begins and where D has its last two blocks


def ups(sizes):
    return int(math.log2(sizes.size // FIRST_SIDE))


def downs(sizes):
    return int(math.log2(sizes.size // LAST_SIDE))


# --- parameters ----------------------------------------------------------------------------------------------------------
# (name, shape, offset, scale): values are drawn uniformly from offset ± scale.

def kernel(name, side, ins, outs):
    return f'{name}/kernel', (side, side, ins, outs), 0, 1.7 / (side * ins**0.5)


def generator_shapes(sizes, norm):
    c = 4 * sizes.width
    yield from embedding_shapes(sizes)
    yield 'linear/weight', (sizes.latent, FIRST_SIDE**2 * c), 0, 0.5
    yield 'linear/bias', (FIRST_SIDE**2 * c,), 0, 0.3
    for i in range(1, ups(sizes) + 1):
        yield from norm_shapes(f'block{i}/norm1', c, sizes, norm)
        yield kernel(f'block{i}/conv1', 3, c, c)
        yield from norm_shapes(f'block{i}/norm2', c, sizes, norm)
        yield kernel(f'block{i}/conv2', 3, c, c)
        yield kernel(f'block{i}/shortcut', 1, c, c)
    yield from norm_shapes('norm', c, sizes, norm)
    yield 'image/kernel', (3, 3, c, sizes.channels), 0, 0.2
    yield 'image/bias', (sizes.channels,), 0, 0.1


def discriminator_shapes(sizes):
    ins, c = sizes.channels, 2 * sizes.width
    for i in range(1, downs(sizes) + 3):
        for name, side, channels in (('conv1', 3, ins), ('conv2', 3, c), ('shortcut', 1, ins)):
            yield kernel(f'block{i}/{name}', side, channels, c)
            yield f'block{i}/{name}/bias', (c,), 0, 0.2
        ins = c
    yield from head_shapes(sizes, c, 1)


# --- networks ------------------------------------------------------------------------------------------------------------

def conv(w, name, x):
    k = w[f'{name}/kernel']
    return F.conv2d(x, k.permute(3, 2, 0, 1), w.get(f'{name}/bias'), padding=k.shape[0] // 2)


def up(x):
    return F.interpolate(x, scale_factor=2, mode='nearest')


def generator(sizes, w, z, norm, classes=None):
    """classes: their weights, [B, K]"""
    code = code_of(w, z, classes)
    h = (code[0] @ w['linear/weight'] + w['linear/bias']).reshape(len(z), FIRST_SIDE, FIRST_SIDE, 4 * sizes.width).permute(0, 3, 1, 2)
    for i in range(1, ups(sizes) + 1):
        main = conv(w, f'block{i}/conv1', up(norm_relu(f'block{i}/norm1', w, h, code, norm)))
        main = conv(w, f'block{i}/conv2', norm_relu(f'block{i}/norm2', w, main, code, norm))
        h = main + conv(w, f'block{i}/shortcut', up(h))
    return torch.tanh(conv(w, 'image', norm_relu('norm', w, h, code, norm)))


def discriminator(sizes, w, x):
    for i in range(1, downs(sizes) + 3):
        pool = (lambda t: F.avg_pool2d(t, 2)) if i <= downs(sizes) else (lambda t: t)
        main = conv(w, f'block{i}/conv1', x if i == 1 else F.relu(x))
        main = conv(w, f'block{i}/conv2', F.relu(main))
        x = pool(main) + pool(conv(w, f'block{i}/shortcut', x))
    features = F.relu(x).mean(dim=(2, 3))
    return read(sizes, w, features)
