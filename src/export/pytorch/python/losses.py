"""What D is shown (rotated copies, augmentation), and the losses: adversarial, of rotations and classes, the penalty."""

import torch
import torch.nn.functional as F

# --- what D is shown ---------------------------------------------------------------------------------------------

DRAWS = 7  # uniform numbers for an image: brightness, saturation, contrast, shift down, right, top and left of the hole


def with_rotations(images, rotated):
    """The batch, then its last images turned counter-clockwise by 90, by 180 and by 270 degrees: [B + 3 rotated, C, S, S]."""
    if rotated == 0:
        return images
    return torch.cat([images] + [torch.rot90(images[-rotated:], turns, (2, 3)) for turns in (1, 2, 3)])


def augment(images, draws, config):
    """DiffAugment [Zhao et al. 2020]: each image is varied in its own way, by one row of uniform draws [B, 7]."""
    size = images.shape[-1]
    brightness, saturation, contrast = (draws[:, k, None, None, None] for k in range(3))
    strength = config['augmentColor']
    if strength > 0:
        images = images + (brightness - 0.5) * strength
        mean = images.mean(1, keepdim=True)
        images = (images - mean) * (1 + (2 * saturation - 1) * strength) + mean
        mean = images.mean((1, 2, 3), keepdim=True)
        images = (images - mean) * (1 + (contrast - 0.5) * strength) + mean
    reach = int(0.125 * config['augmentTranslation'] * size + 0.5)
    if reach > 0:
        down, right = ((draws[:, k] * (2 * reach + 1)).long().clamp(max=2 * reach) - reach for k in (3, 4))
        images = moved(moved(images, down, 2), right, 3)
    hole = int(0.5 * config['augmentCutout'] * size + 0.5)
    if hole > 0:
        choices = size + 1 - hole % 2
        rows, columns = (covered(draws[:, k], choices, hole, size) for k in (5, 6))
        images = images * ~(rows[:, None, :, None] & columns[:, None, None, :])
    return images


def moved(images, shift, axis):
    """By whole pixels along an axis; what comes in is 0. shift: [B]"""
    size = images.shape[axis]
    source = torch.arange(size, device=images.device) - shift[:, None]  # [B, S]
    shape = [len(images), 1, 1, 1]
    shape[axis] = size
    inside = ((source >= 0) & (source < size)).view(shape)
    return images.gather(axis, source.clamp(0, size - 1).view(shape).expand_as(images)) * inside


def covered(draws, choices, hole, size):
    """Which rows, or columns, the hole covers: [B, S]"""
    first = (draws * choices).long().clamp(max=choices - 1) - hole // 2
    offset = torch.arange(size, device=draws.device) - first[:, None]
    return (offset >= 0) & (offset < hole)


# --- adversarial losses ------------------------------------------------------------------------------------------


def hinge_d(real, fake):
    """[Lim and Ye 2017, eq. 3]"""
    return F.relu(1 - real).mean() + F.relu(1 + fake).mean()


def non_saturating_d(real, fake):
    """[Goodfellow et al. 2014, section 3]"""
    return F.softplus(-real).mean() + F.softplus(fake).mean()


def wasserstein_d(real, fake):
    """[Arjovsky et al. 2017, eq. 2]"""
    return fake.mean() - real.mean()


def least_squares_d(real, fake):
    """[Mao et al. 2017, eq. 9]"""
    return 0.5 * (real - 1).square().mean() + 0.5 * fake.square().mean()


def relativistic_d(real, fake):
    """Pairs of a real and a fake image [Huang et al. 2024, eq. 2]."""
    return F.softplus(fake - real).mean()


D_LOSSES = {
    'hinge': hinge_d,
    'non-saturating': non_saturating_d,
    'wasserstein': wasserstein_d,
    'least-squares': least_squares_d,
    'relativistic': relativistic_d,
}
G_LOSSES = {
    'hinge': lambda real, fake: -fake.mean(),
    'non-saturating': lambda real, fake: F.softplus(-fake).mean(),
    'wasserstein': lambda real, fake: -fake.mean(),
    'least-squares': lambda real, fake: 0.5 * (fake - 1).square().mean(),
    'relativistic': lambda real, fake: F.softplus(real - fake).mean(),
}


# --- other tasks -------------------------------------------------------------------------------------------------


def rotation_task(logits, rotated):
    """Cross-entropy and accuracy (None without any) on the images that are there in all four rotations [Chen et al. 2019]."""
    if rotated == 0:
        return 0 * logits.sum(), None
    last = logits[-4 * rotated :]
    labels = torch.arange(4, device=logits.device).repeat_interleave(rotated)
    return F.cross_entropy(last, labels), (last.argmax(1) == labels).float().mean()


def r1(logit, images):
    """Half the mean square of the gradient of D's logit for real images [Mescheder et al. 2018, eq. 9]."""
    images = images.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(logit(images).sum(), images, create_graph=True)
    return 0.5 * gradient.square().sum((1, 2, 3)).mean()


def one_hot(classes, count):
    """[B] -> [B, K]; zeros where a class is negative, which stands for none."""
    return (classes[:, None] == torch.arange(count, device=classes.device)).float()


@torch.no_grad()
def told_of_real(output, labels, soft):
    """What D is told of upright real images, [B, K]: labels, or where one is missing what D predicts [Lucic et al. 2019]."""
    count = output['projection'].shape[1]
    known = one_hot(labels, count)
    if 'class' not in output:
        return known
    logits = output['class'][: len(labels)]
    predicted = logits.softmax(1) if soft else one_hot(logits.argmax(1), count)
    return torch.where((labels < 0)[:, None], predicted, known)


def conditional_logit(output, told, rows):
    """D(x) + <V y, features> [Miyato and Koyama 2018, eq. 4] of these rows, [B, 1]."""
    return output['realness'][rows] + (output['projection'][rows] * told).sum(1, keepdim=True)


def class_task(logits, labels):
    """Of the labelled images the sum of the cross-entropy, and how many are predicted right."""
    entropy = F.cross_entropy(logits, labels.clamp(min=0), reduction='none') * (labels >= 0)
    return entropy.sum(), (logits.argmax(1) == labels).float().sum()
