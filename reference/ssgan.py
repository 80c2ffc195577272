"""The SS-GAN of the paper in PyTorch: what D is shown, its losses, and one update of D and of G. The networks are in sndcgan.py and resnet.py.

Written from the papers on PyTorch's own layers and optimiser, not from the TypeScript. ssgan_fixture.py makes the numbers with it that
a test compares with, step_timing.py times it.
"""
import dataclasses

import torch
import torch.nn.functional as F

import resnet
import sndcgan


@dataclasses.dataclass(frozen=True)
class Sizes:
    size: int  # pixels of a side
    width: int
    latent: int
    batch: int
    rotated: int  # images shown in all four rotations
    channels: int = 3

    @property
    def group(self):
        """Images of one group, real or fake, that the discriminator sees."""
        return self.batch + 3 * self.rotated


ARCHITECTURES = {'sndcgan': sndcgan, 'resnet': resnet}


# --- networks ------------------------------------------------------------------------------------------------------------

def spectrally_normalised(w, vectors):
    """Weights over their spectral norm after one power iteration, and the new u [Miyato et al. 2018, alg. 1]."""
    normalised, fresh = dict(w), {}
    for name, u in vectors.items():
        matrix = w[name].reshape(-1, w[name].shape[-1])
        with torch.no_grad():
            v = F.normalize(matrix.t() @ u.flatten(), dim=0)
            fresh[name] = F.normalize(matrix @ v, dim=0)
        normalised[name] = w[name] / (fresh[name] @ matrix @ v)
    return normalised, {name: u.reshape(1, -1) for name, u in fresh.items()}


# --- what the discriminator is shown ---------------------------------------------------------------------------------------

def with_rotations(x, rotated):
    """The batch, then its last images rotated counter-clockwise by 90, by 180 and by 270 degrees."""
    return torch.cat([x] + [torch.rot90(x[-rotated:], k, dims=(2, 3)) for k in (1, 2, 3)])


def diff_augment(x, draws, config):
    """DiffAugment's colour, translation, cutout [Zhao et al. 2020, appendix], one row of uniform draws an image."""
    if not config['augmentColor']:
        return x
    d = draws.double().reshape(-1, 7)
    brightness, saturation, contrast = (d[:, k, None, None, None] for k in range(3))
    x = x + (brightness - 0.5)
    mean = x.mean(dim=1, keepdim=True)
    x = (x - mean) * (saturation * 2) + mean
    mean = x.mean(dim=(1, 2, 3), keepdim=True)
    x = (x - mean) * (contrast + 0.5) + mean
    side = x.shape[-1]
    reach, hole = int(side * 0.125 + 0.5), int(side * 0.5 + 0.5)
    shown = []
    for image, (shift_y, shift_x, cut_y, cut_x) in zip(x, d[:, 3:].tolist()):
        down, right = (int(t * (2 * reach + 1)) - reach for t in (shift_y, shift_x))  # integers from -reach to reach
        padded = F.pad(image, [reach] * 4)
        image = padded[:, reach - down:reach - down + side, reach - right:reach - right + side]
        top, left = (int(c * (side + 1 - hole % 2)) - hole // 2 for c in (cut_y, cut_x))
        mask = torch.ones(1, side, side, dtype=x.dtype)
        mask[:, max(top, 0):max(top + hole, 0), max(left, 0):max(left + hole, 0)] = 0
        shown.append(image * mask)
    return torch.stack(shown)


# --- losses ----------------------------------------------------------------------------------------------------------------

def adversarial_d(kind, real, fake):
    if kind == 'hinge':
        return F.relu(1 - real).mean() + F.relu(1 + fake).mean()
    if kind == 'wasserstein':
        return fake.mean() - real.mean()
    if kind == 'least-squares':
        return (F.mse_loss(real, torch.ones_like(real)) + F.mse_loss(fake, torch.zeros_like(fake))) / 2
    if kind == 'relativistic':  # pairs [Huang et al. 2024, eq. 2], with f(t) = -log(1 + exp(-t))
        return -F.logsigmoid(real - fake).mean()
    return F.binary_cross_entropy_with_logits(real, torch.ones_like(real)) + F.binary_cross_entropy_with_logits(fake, torch.zeros_like(fake))


def adversarial_g(kind, real, fake):
    """`real` is only read by the relativistic loss."""
    if kind in ('hinge', 'wasserstein'):
        return -fake.mean()
    if kind == 'least-squares':
        return F.mse_loss(fake, torch.ones_like(fake)) / 2
    if kind == 'relativistic':
        return -F.logsigmoid(fake - real).mean()
    return F.binary_cross_entropy_with_logits(fake, torch.ones_like(fake))


def rotation_task(logits, rotated):
    """Loss and accuracy on the images that are there in all four rotations."""
    last = logits[-4 * rotated:]
    labels = torch.arange(4, device=logits.device).repeat_interleave(rotated)
    return F.cross_entropy(last, labels), (last.argmax(1) == labels).double().mean()


# --- updates ---------------------------------------------------------------------------------------------------------------

def update_d(sizes, config, g, d, vectors, adam, real, z, augmentation):
    """D learns real from fake, and the rotations of real images. Returns the new u and, [7], what it measured."""
    networks = ARCHITECTURES[config['architecture']]
    fake = networks.generator(sizes, g, z, config['generatorNorm']).detach()
    weights, vectors = spectrally_normalised(d, vectors)
    shown = diff_augment(torch.cat([with_rotations(real, sizes.rotated), with_rotations(fake, sizes.rotated)]), augmentation, config)
    real_logit, rotation_logits = networks.discriminator(sizes, weights, shown)
    on_real, on_fake = real_logit[:sizes.batch], real_logit[sizes.group:sizes.group + sizes.batch]
    value = adversarial_d(config['loss'], on_real, on_fake)
    rotation_loss, accuracy_real = rotation_task(rotation_logits[:sizes.group], sizes.rotated)
    _, accuracy_fake = rotation_task(rotation_logits[sizes.group:], sizes.rotated)
    loss = value + config['beta'] * rotation_loss
    adam.zero_grad()
    loss.backward()
    adam.step()
    return vectors, [t.detach() for t in (loss, value, rotation_loss, on_real.mean(), on_fake.mean(), accuracy_real, accuracy_fake)]


def update_g(sizes, config, g, d, vectors, adam, z, augmentation, of_d=None):
    """G learns to be taken for real, and to make images whose rotation D can tell. Returns, [3], what it measured.

    of_d: real images and draws of D's last update. A relativistic loss compares the fakes with them, augmented as D saw them.
    """
    networks = ARCHITECTURES[config['architecture']]
    frozen, _ = spectrally_normalised({name: t.detach() for name, t in d.items()}, vectors)
    fake = networks.generator(sizes, g, z, config['generatorNorm'])
    real_logit, rotation_logits = networks.discriminator(sizes, frozen, diff_augment(with_rotations(fake, sizes.rotated), augmentation, config))
    on_real = None
    if config['loss'] == 'relativistic':
        images, draws = of_d
        on_real, _ = networks.discriminator(sizes, frozen, diff_augment(images, draws.reshape(-1, 7)[:sizes.batch], config))
    value, (rotation_loss, _) = adversarial_g(config['loss'], on_real, real_logit[:sizes.batch]), rotation_task(rotation_logits, sizes.rotated)
    loss = value + config['alpha'] * rotation_loss
    adam.zero_grad()
    loss.backward()
    adam.step()
    return [t.detach() for t in (loss, value, rotation_loss)]


def follow(average, g, decay, step):
    """The averaged generator takes a step towards G."""
    decay = min(decay, (1 + step) / (10 + step))  # as TensorFlow's ExponentialMovingAverage with num_updates
    with torch.no_grad():
        for name, t in average.items():
            t.mul_(decay).add_(g[name], alpha=1 - decay)
