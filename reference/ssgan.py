"""The SS-GAN of the paper in PyTorch: what D is shown, its losses, and one update of D and of G; with classes, the S3GAN. The networks are in
sndcgan.py and resnet.py.

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
    classes: int = 0
    predictor: bool = False  # whether D predicts them

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


def r1(logit, x):
    """½ E[|grad D(x)|²] [Mescheder et al. 2018, eq. 9]"""
    x = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(logit(x).sum(), x, create_graph=True)
    return 0.5 * gradient.square().sum((1, 2, 3)).mean()


# --- classes ---------------------------------------------------------------------------------------------------------------

def one_hot(sizes, classes):
    """[B] to [B, K]; a negative one gives zeros."""
    return (classes[:, None] == torch.arange(sizes.classes)).double()


def told_of_real(sizes, config, out, labels):
    """What D is told of upright real images, [B, K]: their labels, and where one is missing what D itself predicts, if it does."""
    known = one_hot(sizes, labels)
    if not sizes.predictor:
        return known
    with torch.no_grad():
        logits = out['class'][:len(labels)]
        inferred = logits.softmax(1) if config['softLabels'] else one_hot(sizes, logits.argmax(1))
    return torch.where((labels < 0)[:, None], inferred, known)


def conditional(out, told, rows):
    """D(x) + <V y, features> of some rows [Miyato and Koyama 2018, eq. 4], [B, 1]"""
    return out['realness'][rows] + (out['projection'][rows] * told).sum(1, keepdim=True)


def class_task(logits, labels):
    """Mean cross-entropy over the labelled images, 0 without any; its sum, how many are predicted right, and how many there are."""
    is_labelled = labels >= 0
    logits, labels = logits[is_labelled], labels[is_labelled]
    entropy, hits = F.cross_entropy(logits, labels, reduction='sum'), (logits.argmax(1) == labels).double().sum()
    return entropy / max(1, len(labels)), entropy, hits, torch.tensor(float(len(labels)))


def class_weights(sizes, classes, ramp):
    """Those of G's input."""
    return None if classes is None else (1 if ramp is None else ramp) * one_hot(sizes, classes)


# --- updates ---------------------------------------------------------------------------------------------------------------

def update_d(sizes, config, g, d, vectors, adam, real, z, augmentation, labels=None, classes=None, ramp=None):
    """D learns real from fake, and the rotations of real images. Returns the new u and what it measured, by name.

    labels: of the real images, [B], negative where one is missing. classes: of the fake ones. ramp: how much classes count, where they begin
    to on the way [Shahbazi et al. 2022]: the loss is then L(unconditional) + ramp L(conditional).
    """
    networks = ARCHITECTURES[config['architecture']]
    fake = networks.generator(sizes, g, z, config['generatorNorm'], class_weights(sizes, classes, ramp)).detach()
    weights, vectors = spectrally_normalised(d, vectors)
    shown = diff_augment(torch.cat([with_rotations(real, sizes.rotated), with_rotations(fake, sizes.rotated)]), augmentation, config)
    out = networks.discriminator(sizes, weights, shown)
    rows_real, rows_fake = slice(0, sizes.batch), slice(sizes.group, sizes.group + sizes.batch)
    on_real, on_fake = out['realness'][rows_real], out['realness'][rows_fake]
    more, told = {}, None
    if classes is not None:
        told = told_of_real(sizes, config, out, labels)
        pair = conditional(out, told, rows_real), conditional(out, one_hot(sizes, classes), rows_fake)
        if ramp is None:
            on_real, on_fake = pair
        else:
            more['lossDConditional'] = adversarial_d(config['loss'], *pair)
    value = adversarial_d(config['loss'], on_real, on_fake)
    rotation_loss, accuracy_real = rotation_task(out['rotation'][:sizes.group], sizes.rotated)
    _, accuracy_fake = rotation_task(out['rotation'][sizes.group:], sizes.rotated)
    loss = value + config['beta'] * rotation_loss
    if 'lossDConditional' in more:
        loss = loss + ramp * more['lossDConditional']
    if sizes.predictor:
        class_loss, more['lossDClass'], more['classAccuracyReal'], more['labelledReal'] = class_task(out['class'][rows_real], labels)
        loss = loss + config['classWeight'] * class_loss
    measured = dict(
        lossD=loss, lossDAdversarial=value, lossDRotation=rotation_loss, dReal=on_real.mean(), dFake=on_fake.mean(),
        rotationAccuracyReal=accuracy_real, rotationAccuracyFake=accuracy_fake, **more)
    if config['penalty'] == 'r1':
        def logit(x):
            of_x = networks.discriminator(sizes, weights, x)
            return of_x['realness'] if told is None or ramp is not None else conditional(of_x, told, rows_real)
        measured['penaltyR1'] = r1(logit, real)
        loss = loss + config['penaltyWeight'] * config['penaltyEvery'] * measured['penaltyR1']
    adam.zero_grad()
    loss.backward()
    adam.step()
    return vectors, {name: t.detach() for name, t in measured.items()}


def update_g(sizes, config, g, d, vectors, adam, z, augmentation, of_d=None, classes=None, ramp=None):
    """G learns to be taken for real, and to make images whose rotation D can tell. Returns what it measured, by name.

    of_d: real images, draws and labels of D's last update. A relativistic loss compares the fakes with them, augmented as D saw them.
    """
    networks = ARCHITECTURES[config['architecture']]
    frozen, _ = spectrally_normalised({name: t.detach() for name, t in d.items()}, vectors)
    fake = networks.generator(sizes, g, z, config['generatorNorm'], class_weights(sizes, classes, ramp))
    out = networks.discriminator(sizes, frozen, diff_augment(with_rotations(fake, sizes.rotated), augmentation, config))
    upright = slice(0, sizes.batch)
    on_fake, on_real = {'': out['realness'][upright]}, {'': None, 'Conditional': None}
    of_real = None
    if config['loss'] == 'relativistic':
        images, draws, labels = of_d
        of_real = networks.discriminator(sizes, frozen, diff_augment(images, draws.reshape(-1, 7)[:sizes.batch], config))
        on_real[''] = of_real['realness']
    if classes is not None:
        kind = '' if ramp is None else 'Conditional'
        on_fake[kind] = conditional(out, one_hot(sizes, classes), upright)
        if of_real:
            on_real[kind] = conditional(of_real, told_of_real(sizes, config, of_real, labels), upright)
    value, (rotation_loss, _) = adversarial_g(config['loss'], on_real[''], on_fake['']), rotation_task(out['rotation'], sizes.rotated)
    loss = value + config['alpha'] * rotation_loss
    measured = dict(lossG=loss, lossGAdversarial=value, lossGRotation=rotation_loss)
    if 'Conditional' in on_fake:
        of_classes = adversarial_g(config['loss'], on_real['Conditional'], on_fake['Conditional'])
        loss = loss + ramp * of_classes
        measured |= dict(lossG=loss, lossGConditional=of_classes, ramp=torch.tensor(ramp))
    adam.zero_grad()
    loss.backward()
    adam.step()
    return {name: t.detach() for name, t in measured.items()}


def follow(average, g, decay, step):
    """The averaged generator takes a step towards G."""
    decay = min(decay, (1 + step) / (10 + step))  # as TensorFlow's ExponentialMovingAverage with num_updates
    with torch.no_grad():
        for name, t in average.items():
            t.mul_(decay).add_(g[name], alpha=1 - decay)
