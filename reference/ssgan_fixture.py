"""Oracle of the training step: tiny SS-GANs, and S3GANs with classes, trained for three steps by PyTorch in float64.

Both sides draw the same inputs with the generator of Park and Miller (1988), in the order of the list `inputs`; the results are base64
float32. Of the runs with classes the fixture leaves out the averages and Adam's moments, which are no different with classes.

Run: python3 reference/ssgan_fixture.py  (writes src/gan/step.fixture.json and src/gan/conditional.fixture.json)
"""
import base64
import dataclasses
import json
import pathlib

import numpy as np
import torch

from ssgan import ARCHITECTURES, Sizes, follow, update_d, update_g

torch.set_num_threads(1)

SIZES = Sizes(size=16, width=4, latent=8, batch=8, rotated=2)
STEPS = 3
# No gradient is so near 0 that rounding turns it: Adam would make a whole step of that. float32 is within 9e-6 with these.
# Of 25 seeds those of the cases with classes are the ones whose results rounding changes least: by 2e-5 at most.
SEEDS = {'sndcgan': 3, 'resnet': 9}
CONDITIONAL_SEEDS = [10, 19, 9]
GAN = pathlib.Path(__file__).parent.parent / 'src/gan'

COMMON = dict(
    steps=STEPS, seed=1, size=SIZES.size, batch=SIZES.batch, rotatedShare=1, adversarial=True, width=SIZES.width,
    latent=SIZES.latent, flip=False, framing='centre', cropFraction=1, trimBars=False, background='white', blackLevel=0, whiteLevel=255, heldOut=0,
    scoreEvery=0, scoreCount=1000, penalty='none', penaltyWeight=0.1, penaltyEvery=16)
CASES = {
    'hinge, spectral norm, batch norm': dict(
        COMMON, architecture='sndcgan', alpha=0.2, beta=1, generatorNorm='batch', spectralNorm=True, loss='hinge', learningRateD=1e-3, learningRateG=2e-3,
        adamBeta1=0.5, adamBeta2=0.999, discriminatorSteps=2, emaDecay=0.2, augmentColor=0, augmentTranslation=0, augmentCutout=0),
    'non-saturating, self-modulated norm, augmentation': dict(
        COMMON, architecture='sndcgan', alpha=0.5, beta=0.75, generatorNorm='self-modulated', spectralNorm=False, loss='non-saturating', learningRateD=2e-3,
        learningRateG=4e-3, adamBeta1=0.0, adamBeta2=0.9, discriminatorSteps=1, emaDecay=0.999, augmentColor=1, augmentTranslation=1,
        augmentCutout=1),
    'relativistic, batch norm, augmentation': dict(
        COMMON, architecture='sndcgan', alpha=0.3, beta=0.8, generatorNorm='batch', spectralNorm=False, loss='relativistic', learningRateD=1e-3, learningRateG=2e-3,
        adamBeta1=0.5, adamBeta2=0.99, discriminatorSteps=2, emaDecay=0.99, augmentColor=1, augmentTranslation=1, augmentCutout=1),
    'residual blocks, hinge, spectral norm, batch norm': dict(
        COMMON, architecture='resnet', alpha=0.2, beta=1, generatorNorm='batch', spectralNorm=True, loss='hinge', learningRateD=1e-3,
        learningRateG=2e-3, adamBeta1=0.0, adamBeta2=0.9, discriminatorSteps=1, emaDecay=0.2, augmentColor=0, augmentTranslation=0,
        augmentCutout=0),
}

CLASSES = 3
WITH_CLASSES = dict(
    COMMON, adamBeta1=0.5, adamBeta2=0.999, learningRateD=1e-3, learningRateG=2e-3, emaDecay=0.2, augmentColor=0, augmentTranslation=0,
    augmentCutout=0, conditioning='clusters', softLabels=False, classWeight=1, rampFrom=0, rampUntil=0)
CONDITIONAL_CASES = {
    'S3GAN-CO: projection, conditional batch norm, predictor, rotation, R1': dict(
        WITH_CLASSES, architecture='sndcgan', alpha=0.2, beta=0.5, generatorNorm='batch', spectralNorm=True, loss='hinge',
        discriminatorSteps=2, conditioning='co-trained', classWeight=0.7, penalty='r1', penaltyWeight=0.5, penaltyEvery=2),
    'clusters with a ramp: residual blocks, conditional batch norm': dict(
        WITH_CLASSES, architecture='resnet', alpha=0.2, beta=1, generatorNorm='batch', spectralNorm=True, loss='non-saturating',
        discriminatorSteps=1, rampFrom=-0.01, rampUntil=0.03),  # from before the first image: classes count from the first step on
    'soft labels with a ramp: self-modulated norm, pairs of real and fake images': dict(
        WITH_CLASSES, architecture='sndcgan', alpha=0.3, beta=0.8, generatorNorm='self-modulated', spectralNorm=False, loss='relativistic',
        discriminatorSteps=1, conditioning='co-trained', softLabels=True, rampFrom=-0.01, rampUntil=0.02),
}


# --- inputs that both sides can draw -------------------------------------------------------------------------------------

class Stream:
    """The minimal standard generator [Park and Miller 1988]: exact in doubles, so the same in every language."""

    def __init__(self, seed):
        self.state = seed

    def draw(self, count, offset, scale):
        """float32 numbers, uniform in offset ± scale"""
        values = np.empty(count)
        for i in range(count):
            self.state = self.state * 16807 % 2147483647
            values[i] = offset + scale * (2 * (self.state / 2147483647) - 1)
        return values.astype(np.float32)


def sizes_of(config):
    conditioning = config.get('conditioning', 'none')
    return dataclasses.replace(SIZES, classes=0 if conditioning == 'none' else CLASSES, predictor=conditioning == 'co-trained')


def recipe(config):
    """(name, shape, offset, scale) of everything that is drawn, in order."""
    networks, sizes = ARCHITECTURES[config['architecture']], sizes_of(config)
    for name, *rest in networks.generator_shapes(sizes, config['generatorNorm']):
        yield (f'generator/{name}', *rest)
    for name, *rest in networks.discriminator_shapes(sizes):
        yield (f'discriminator/{name}', *rest)
    if config['spectralNorm']:
        for name, shape, _, _ in networks.discriminator_shapes(sizes):
            if len(shape) > 1:
                yield f'spectral/{name}', (1, int(np.prod(shape[:-1]))), 0, 1
    for step in range(STEPS):
        for k in range(config['discriminatorSteps']):
            yield f'{step}/discriminator/{k}/real', (SIZES.batch, SIZES.size, SIZES.size, SIZES.channels), 0, 1
            yield f'{step}/discriminator/{k}/z', (SIZES.batch, SIZES.latent), 0, 1.7
            yield f'{step}/discriminator/{k}/augmentation', (2 * SIZES.group, 7), 0.5, 0.5
        yield f'{step}/generator/z', (SIZES.batch, SIZES.latent), 0, 1.7
        yield f'{step}/generator/augmentation', (SIZES.group, 7), 0.5, 0.5


def class_inputs(config):
    """Labels of real images, of which some are missing and in one batch all, and classes of fake ones."""
    if not sizes_of(config).classes:
        return {}
    drawn = {}
    for step in range(STEPS):
        for k in range(config['discriminatorSteps']):
            of_real = [(5 * i + 2 * step + k) % 4 for i in range(SIZES.batch)]  # 3 stands for none
            is_missing = step == 1 and k == 0
            drawn[f'{step}/discriminator/{k}/labels'] = [-1 if is_missing or label == CLASSES else label for label in of_real]
            drawn[f'{step}/discriminator/{k}/classes'] = [(i + step + k) % CLASSES for i in range(SIZES.batch)]
        drawn[f'{step}/generator/classes'] = [(2 * i + step) % CLASSES for i in range(SIZES.batch)]
    return drawn


def ramp_at(config, step):
    """How much classes count, 0 to 1; None where that does not change [Shahbazi et al. 2022, eq. 5]."""
    if not config.get('rampUntil'):
        return None
    kimg = step * config['discriminatorSteps'] * config['batch'] / 1000
    return min(max((kimg - config['rampFrom']) / (config['rampUntil'] - config['rampFrom']), 0), 1)


# --- training --------------------------------------------------------------------------------------------------------------

def train(config, drawn, class_inputs):
    sizes = sizes_of(config)
    part = lambda prefix: {n[len(prefix):]: torch.tensor(v, dtype=torch.float64) for n, v in drawn.items() if n.startswith(prefix)}
    g, d, vectors = part('generator/'), part('discriminator/'), part('spectral/')
    average = {name: t.clone() for name, t in g.items()}
    for t in (*g.values(), *d.values()):
        t.requires_grad_()
    betas = (config['adamBeta1'], config['adamBeta2'])
    adam_g = torch.optim.Adam(g.values(), lr=config['learningRateG'], betas=betas)
    adam_d = torch.optim.Adam(d.values(), lr=config['learningRateD'], betas=betas)
    get = lambda name: torch.tensor(drawn[name], dtype=torch.float64)
    whole = lambda name: torch.tensor(class_inputs[name]) if name in class_inputs else None
    statistics = []
    for step in range(STEPS):
        of_d, ramp = [], ramp_at(config, step)
        for k in range(config['discriminatorSteps']):
            at = f'{step}/discriminator/{k}'
            real = get(f'{at}/real').permute(0, 3, 1, 2)
            augmentation, labels = get(f'{at}/augmentation'), whole(f'{at}/labels')
            vectors, measured = update_d(
                sizes, config, g, d, vectors, adam_d, real, get(f'{at}/z'), augmentation, labels, whole(f'{at}/classes'), ramp)
            of_d.append(measured)
        inputs = get(f'{step}/generator/z'), get(f'{step}/generator/augmentation'), (real, augmentation, labels)
        of_g = update_g(sizes, config, g, d, vectors, adam_g, *inputs, whole(f'{step}/generator/classes'), ramp)
        follow(average, g, config['emaDecay'], step)
        means = {name: np.mean([measured[name].item() for measured in of_d]) for name in of_d[0]}
        statistics.append(means | {name: t.item() for name, t in of_g.items()})

    state = {f'generator/{n}': t for n, t in g.items()} | {f'discriminator/{n}': t for n, t in d.items()}
    if sizes.classes:
        return statistics, state | {f'spectral/{n}': t for n, t in vectors.items()}
    state |= {f'average/{n}': t for n, t in average.items()} | {f'spectral/{n}': t for n, t in vectors.items()}
    for network, weights, adam in (('generator', g, adam_g), ('discriminator', d, adam_d)):
        for name, t in weights.items():
            state[f'adam/{network}/first/{name}'] = adam.state[t]['exp_avg']
            state[f'adam/{network}/second/{name}'] = adam.state[t]['exp_avg_sq']
    return statistics, state


def pack(t):
    return base64.b64encode(t.detach().numpy().astype('<f4').tobytes()).decode()


def case(config, seed):
    stream, drawn = Stream(seed), {}
    inputs = list(recipe(config))
    for name, shape, offset, scale in inputs:
        drawn[name] = stream.draw(int(np.prod(shape)), offset, scale).reshape(shape)
    classes = class_inputs(config)
    statistics, state = train(config, drawn, classes)
    rounded = lambda x: float(f'{x:.9g}')
    return dict(
        seed=seed,
        config=config,
        inputs=[dict(name=n, shape=s, offset=o, scale=c) for n, s, o, c in inputs],
        **dict(classes=classes) if classes else {},
        statistics=[{n: rounded(x) for n, x in row.items()} if classes else [rounded(x) for x in row.values()] for row in statistics],
        state={n: pack(t) for n, t in state.items()})


def write(target, configs, seeds):
    cases = {name: case(config, seed) for (name, config), seed in zip(configs.items(), seeds)}
    target.write_text(json.dumps(dict(cases=cases), separators=(',', ':')) + '\n')
    for name, result in cases.items():
        print(name)
        for row in result['statistics']:
            print('  ', row if isinstance(row, dict) else ' '.join(f'{x:9.5f}' for x in row))
    print(target.stat().st_size, 'bytes')


if __name__ == '__main__':
    write(GAN / 'step.fixture.json', CASES, [SEEDS[config['architecture']] for config in CASES.values()])
    write(GAN / 'conditional.fixture.json', CONDITIONAL_CASES, CONDITIONAL_SEEDS)
