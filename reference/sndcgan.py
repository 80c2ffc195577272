"""SNDCGAN in PyTorch [Miyato et al. 2018, table 3]: its parameters and its two networks.

Inside, images are [B, C, H, W] as PyTorch has them; kernels come as [KH, KW, in, out], transposed ones as [KH, KW, out, in].
"""
import torch
import torch.nn.functional as F

from heads import head_shapes, read
from norm import code_of, embedding_shapes, norm_relu, norm_shapes

# --- parameters ----------------------------------------------------------------------------------------------------------
# (name, shape, offset, scale): values are drawn uniformly from offset ± scale.

def generator_shapes(sizes, norm):
    side, top = sizes.size // 8, 8 * sizes.width
    yield from embedding_shapes(sizes)
    yield 'linear/weight', (sizes.latent, side * side * top), 0, 0.7
    channels = [top, 4 * sizes.width, 2 * sizes.width, sizes.width]
    for i, c in enumerate(channels):
        if i > 0:
            yield f'up{i}/kernel', (4, 4, c, channels[i - 1]), 0, 0.25
        yield from norm_shapes(f'norm{i}', c, sizes, norm)
    yield 'image/kernel', (3, 3, sizes.width, sizes.channels), 0, 0.3
    yield 'image/bias', (sizes.channels,), 0, 0.1


LAYERS = [(3, 1, 1), (4, 2, 2), (3, 1, 2), (4, 2, 4), (3, 1, 4), (4, 2, 8), (3, 1, 8)]  # kernel, stride, channels in widths


def discriminator_shapes(sizes):
    channels = sizes.channels
    for i, (kernel, _, widths) in enumerate(LAYERS, 1):
        yield f'conv{i}/kernel', (kernel, kernel, channels, widths * sizes.width), 0, 2.5 / (kernel * channels**0.5)
        yield f'conv{i}/bias', (widths * sizes.width,), 0, 0.2
        channels = widths * sizes.width
    features = (sizes.size // 8) ** 2 * channels
    yield from head_shapes(sizes, features, 0.5)


# --- networks ------------------------------------------------------------------------------------------------------------

def generator(sizes, w, z, norm, classes=None):
    """classes: their weights, [B, K]"""
    code = code_of(w, z, classes)
    side = sizes.size // 8
    h = (code[0] @ w['linear/weight']).reshape(len(z), side, side, 8 * sizes.width).permute(0, 3, 1, 2)
    for i in range(4):
        if i > 0:
            h = F.conv_transpose2d(h, w[f'up{i}/kernel'].permute(3, 2, 0, 1), stride=2, padding=1)
        h = norm_relu(f'norm{i}', w, h, code, norm)
    return torch.tanh(F.conv2d(h, w['image/kernel'].permute(3, 2, 0, 1), w['image/bias'], padding=1))


def discriminator(sizes, w, x):
    for i, (_, stride, _) in enumerate(LAYERS, 1):
        x = F.leaky_relu(F.conv2d(x, w[f'conv{i}/kernel'].permute(3, 2, 0, 1), w[f'conv{i}/bias'], stride=stride, padding=1), 0.1)
    features = x.permute(0, 2, 3, 1).flatten(1)
    return read(sizes, w, features)
