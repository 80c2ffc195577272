"""Batch norm of the generator, plain and self-modulated, with the ReLU after it: its parameters and what it computes."""
import torch.nn.functional as F


def norm_shapes(name, channels, sizes, norm):
    """(name, shape, offset, scale) as sndcgan.py has them."""
    if norm == 'batch':
        yield f'{name}/scale', (channels,), 1, 0.3
        yield f'{name}/offset', (channels,), 0, 0.3
        return
    yield f'{name}/hidden/weight', (sizes.latent, 32), 0, 0.5
    yield f'{name}/hidden/bias', (32,), 0, 0.3
    for part, centre in (('scale', 1), ('offset', 0)):
        yield f'{name}/{part}/weight', (32, channels), 0, 0.15
        yield f'{name}/{part}/bias', (channels,), centre, 0.3


def norm_relu(name, w, h, z, norm):
    """[B, C, H, W] to the same, with the statistics of the batch."""
    h = F.batch_norm(h, None, None, training=True, eps=1e-5)
    if norm == 'batch':
        gamma, shift = w[f'{name}/scale'].view(1, -1, 1, 1), w[f'{name}/offset'].view(1, -1, 1, 1)
    else:  # gamma(z), beta(z) [Chen et al. 2019, "On self modulation", eq. 3]
        hidden = F.relu(z @ w[f'{name}/hidden/weight'] + w[f'{name}/hidden/bias'])
        gamma, shift = ((hidden @ w[f'{name}/{p}/weight'] + w[f'{name}/{p}/bias'])[:, :, None, None] for p in ('scale', 'offset'))
    return F.relu(h * gamma + shift)
