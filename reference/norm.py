"""Batch norm of the generator, plain, self-modulated and class-conditional, with the ReLU after it: its parameters and what it computes. And
what it reads: z, with classes beside the embedding of their weights."""
import torch
import torch.nn.functional as F

EMBEDDING = 32


def embedding_shapes(sizes):
    """(name, shape, offset, scale) as sndcgan.py has them."""
    if sizes.classes:
        yield 'embedding/weight', (sizes.classes, EMBEDDING), 0, 1.7


def code_length(sizes):
    return sizes.latent + (EMBEDDING if sizes.classes else 0)


def code_of(w, z, classes):
    """z [B, latent] and the embedding e of class weights [B, K]; None without classes."""
    return z, None if classes is None else classes @ w['embedding/weight']


def norm_shapes(name, channels, sizes, norm):
    """(name, shape, offset, scale) as sndcgan.py has them."""
    if norm == 'batch' and not sizes.classes:
        yield f'{name}/scale', (channels,), 1, 0.3
        yield f'{name}/offset', (channels,), 0, 0.3
        return
    if norm == 'self-modulated':
        yield f'{name}/hidden/weight', (code_length(sizes), 32), 0, 0.5
        yield f'{name}/hidden/bias', (32,), 0, 0.3
    for part, centre in (('scale', 1), ('offset', 0)):
        yield f'{name}/{part}/weight', (32, channels), 0, 0.15
        yield f'{name}/{part}/bias', (channels,), centre, 0.3


def norm_relu(name, w, h, code, norm):
    """[B, C, H, W] to the same, with the statistics of the batch."""
    z, e = code
    h = F.batch_norm(h, None, None, training=True, eps=1e-5)
    if norm == 'batch' and e is None:
        gamma, shift = w[f'{name}/scale'].view(1, -1, 1, 1), w[f'{name}/offset'].view(1, -1, 1, 1)
    else:  # linear in e [Miyato and Koyama 2018, section 4], or gamma(z), beta(z) [Chen et al. 2019, "On self modulation", eq. 3]
        read = z if e is None else torch.cat([z, e], 1)
        hidden = e if norm == 'batch' else F.relu(read @ w[f'{name}/hidden/weight'] + w[f'{name}/hidden/bias'])
        gamma, shift = ((hidden @ w[f'{name}/{p}/weight'] + w[f'{name}/{p}/bias'])[:, :, None, None] for p in ('scale', 'offset'))
    return F.relu(h * gamma + shift)
