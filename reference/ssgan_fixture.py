"""Oracle of the training step: two tiny SS-GANs trained for three steps by PyTorch in float64.

Written from the papers on PyTorch's own layers and optimiser, not from the TypeScript. Both sides draw the same inputs with the
generator of Park and Miller (1988), in the order of the list `inputs`; the results are base64 float32.

Run: python3 reference/ssgan_fixture.py  (writes src/core/step.fixture.json)
"""
import base64
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

SIZE, WIDTH, CHANNELS, LATENT, BATCH, ROTATED = 16, 4, 3, 8, 8, 2  # ROTATED: images shown in all four turns
HALF = BATCH + 3 * ROTATED  # images of one half, real or fake, that the discriminator sees
STEPS = 3
SEED = 3  # no gradient is so near 0 that rounding turns it: Adam would make a whole step of that. float32 is within 6e-6 here
TARGET = pathlib.Path(__file__).parent.parent / 'src/core/step.fixture.json'

COMMON = dict(
    steps=STEPS, seed=1, size=SIZE, batch=BATCH, rotatedShare=1, adversarial=True, architecture='sndcgan', width=WIDTH,
    latent=LATENT, flip=False, framing='centre', keptShare=1, trimBars=False, ground='white')
CASES = {
    'hinge, spectral norm, batch norm': dict(
        COMMON, alpha=0.2, beta=1, generatorNorm='batch', spectralNorm=True, loss='hinge', learningRateD=1e-3, learningRateG=2e-3,
        adamBeta1=0.5, adamBeta2=0.999, discriminatorSteps=2, emaDecay=0.2, augmentColor=0, augmentTranslation=0, augmentCutout=0),
    'non-saturating, self-modulated norm, augmentation': dict(
        COMMON, alpha=0.5, beta=0.75, generatorNorm='self-modulated', spectralNorm=False, loss='non-saturating', learningRateD=2e-3,
        learningRateG=4e-3, adamBeta1=0.0, adamBeta2=0.9, discriminatorSteps=1, emaDecay=0.999, augmentColor=1, augmentTranslation=1,
        augmentCutout=1),
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


def generator_shapes(norm):
    side, top = SIZE // 8, 8 * WIDTH
    yield 'linear/weight', (LATENT, side * side * top), 0, 0.7
    channels = [top, 4 * WIDTH, 2 * WIDTH, WIDTH]
    for i, c in enumerate(channels):
        if i > 0:
            yield f'up{i}/kernel', (4, 4, c, channels[i - 1]), 0, 0.25
        if norm == 'batch':
            yield f'norm{i}/scale', (c,), 1, 0.3
            yield f'norm{i}/offset', (c,), 0, 0.3
            continue
        yield f'norm{i}/hidden/weight', (LATENT, 32), 0, 0.5
        yield f'norm{i}/hidden/bias', (32,), 0, 0.3
        for part, centre in (('scale', 1), ('offset', 0)):
            yield f'norm{i}/{part}/weight', (32, c), 0, 0.15
            yield f'norm{i}/{part}/bias', (c,), centre, 0.3
    yield 'image/kernel', (3, 3, WIDTH, CHANNELS), 0, 0.3
    yield 'image/bias', (CHANNELS,), 0, 0.1


LAYERS = [(3, 1, 1), (4, 2, 2), (3, 1, 2), (4, 2, 4), (3, 1, 4), (4, 2, 8), (3, 1, 8)]  # kernel, stride, channels in widths


def discriminator_shapes():
    channels = CHANNELS
    for i, (kernel, _, widths) in enumerate(LAYERS, 1):
        yield f'conv{i}/kernel', (kernel, kernel, channels, widths * WIDTH), 0, 2.5 / (kernel * channels**0.5)
        yield f'conv{i}/bias', (widths * WIDTH,), 0, 0.2
        channels = widths * WIDTH
    features = (SIZE // 8) ** 2 * channels
    for head, out in (('realness', 1), ('rotation', 4)):
        yield f'{head}/weight', (features, out), 0, 0.5
        yield f'{head}/bias', (out,), 0, 0.1


def recipe(config):
    """(name, shape, offset, scale) of everything that is drawn, in order."""
    for name, *rest in generator_shapes(config['generatorNorm']):
        yield (f'generator/{name}', *rest)
    for name, *rest in discriminator_shapes():
        yield (f'discriminator/{name}', *rest)
    if config['spectralNorm']:
        for name, shape, _, _ in discriminator_shapes():
            if len(shape) > 1:
                yield f'spectral/{name}', (1, int(np.prod(shape[:-1]))), 0, 1
    for step in range(STEPS):
        for k in range(config['discriminatorSteps']):
            yield f'{step}/discriminator/{k}/real', (BATCH, SIZE, SIZE, CHANNELS), 0, 1
            yield f'{step}/discriminator/{k}/z', (BATCH, LATENT), 0, 1.7
            yield f'{step}/discriminator/{k}/augmentation', (2 * HALF, 7), 0.5, 0.5
        yield f'{step}/generator/z', (BATCH, LATENT), 0, 1.7
        yield f'{step}/generator/augmentation', (HALF, 7), 0.5, 0.5


# --- networks ------------------------------------------------------------------------------------------------------------
# Inside, images are [B, C, H, W] as PyTorch has them; kernels come as [KH, KW, in, out], transposed ones as [KH, KW, out, in].

def generator(w, z, norm):
    side = SIZE // 8
    h = (z @ w['linear/weight']).reshape(len(z), side, side, 8 * WIDTH).permute(0, 3, 1, 2)
    for i in range(4):
        if i > 0:
            h = F.conv_transpose2d(h, w[f'up{i}/kernel'].permute(3, 2, 0, 1), stride=2, padding=1)
        h = F.batch_norm(h, None, None, training=True, eps=1e-5)
        if norm == 'batch':
            gamma, shift = w[f'norm{i}/scale'].view(1, -1, 1, 1), w[f'norm{i}/offset'].view(1, -1, 1, 1)
        else:  # gamma(z), beta(z) [Chen et al. 2019, "On self modulation", eq. 3]
            hidden = F.relu(z @ w[f'norm{i}/hidden/weight'] + w[f'norm{i}/hidden/bias'])
            gamma, shift = ((hidden @ w[f'norm{i}/{p}/weight'] + w[f'norm{i}/{p}/bias'])[:, :, None, None] for p in ('scale', 'offset'))
        h = F.relu(h * gamma + shift)
    return torch.tanh(F.conv2d(h, w['image/kernel'].permute(3, 2, 0, 1), w['image/bias'], padding=1))


def discriminator(w, x):
    for i, (_, stride, _) in enumerate(LAYERS, 1):
        x = F.leaky_relu(F.conv2d(x, w[f'conv{i}/kernel'].permute(3, 2, 0, 1), w[f'conv{i}/bias'], stride=stride, padding=1), 0.1)
    features = x.permute(0, 2, 3, 1).flatten(1)
    return tuple(features @ w[f'{head}/weight'] + w[f'{head}/bias'] for head in ('realness', 'rotation'))


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

def with_turns(x):
    """The batch, then its last images turned counter-clockwise by 90, by 180 and by 270 degrees."""
    return torch.cat([x] + [torch.rot90(x[-ROTATED:], k, dims=(2, 3)) for k in (1, 2, 3)])


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
    reach, hole = int(SIZE * 0.125 + 0.5), int(SIZE * 0.5 + 0.5)
    shown = []
    for image, (shift_y, shift_x, cut_y, cut_x) in zip(x, d[:, 3:].tolist()):
        down, right = (int(t * (2 * reach + 1)) - reach for t in (shift_y, shift_x))  # integers from -reach to reach
        padded = F.pad(image, [reach] * 4)
        image = padded[:, reach - down:reach - down + SIZE, reach - right:reach - right + SIZE]
        top, left = (int(c * (SIZE + 1 - hole % 2)) - hole // 2 for c in (cut_y, cut_x))
        mask = torch.ones(1, SIZE, SIZE, dtype=x.dtype)
        mask[:, max(top, 0):max(top + hole, 0), max(left, 0):max(left + hole, 0)] = 0
        shown.append(image * mask)
    return torch.stack(shown)


# --- losses ----------------------------------------------------------------------------------------------------------------

def adversarial_d(kind, real, fake):
    if kind == 'hinge':
        return F.relu(1 - real).mean() + F.relu(1 + fake).mean()
    return F.binary_cross_entropy_with_logits(real, torch.ones_like(real)) + F.binary_cross_entropy_with_logits(fake, torch.zeros_like(fake))


def adversarial_g(kind, fake):
    return -fake.mean() if kind == 'hinge' else F.binary_cross_entropy_with_logits(fake, torch.ones_like(fake))


def rotation_task(logits):
    last = logits[-4 * ROTATED:]
    labels = torch.arange(4).repeat_interleave(ROTATED)
    return F.cross_entropy(last, labels), (last.argmax(1) == labels).double().mean()


# --- training --------------------------------------------------------------------------------------------------------------

def train(config, drawn):
    part = lambda prefix: {n[len(prefix):]: torch.tensor(v, dtype=torch.float64) for n, v in drawn.items() if n.startswith(prefix)}
    g, d, vectors = part('generator/'), part('discriminator/'), part('spectral/')
    average = {name: t.clone() for name, t in g.items()}
    for t in (*g.values(), *d.values()):
        t.requires_grad_()
    betas = (config['adamBeta1'], config['adamBeta2'])
    adam_g = torch.optim.Adam(g.values(), lr=config['learningRateG'], betas=betas)
    adam_d = torch.optim.Adam(d.values(), lr=config['learningRateD'], betas=betas)
    get = lambda name: torch.tensor(drawn[name], dtype=torch.float64)
    statistics = []
    for step in range(STEPS):
        of_d = []
        for k in range(config['discriminatorSteps']):
            at = f'{step}/discriminator/{k}'
            real, fake = get(f'{at}/real').permute(0, 3, 1, 2), generator(g, get(f'{at}/z'), config['generatorNorm']).detach()
            weights, vectors = spectrally_normalised(d, vectors)
            shown = diff_augment(torch.cat([with_turns(real), with_turns(fake)]), get(f'{at}/augmentation'), config)
            realness, rotation = discriminator(weights, shown)
            on_real, on_fake = realness[:BATCH], realness[HALF:HALF + BATCH]
            value = adversarial_d(config['loss'], on_real, on_fake)
            turned, accuracy_real = rotation_task(rotation[:HALF])
            _, accuracy_fake = rotation_task(rotation[HALF:])
            loss = value + config['beta'] * turned
            adam_d.zero_grad()
            loss.backward()
            adam_d.step()
            of_d.append([t.item() for t in (loss, value, turned, on_real.mean(), on_fake.mean(), accuracy_real, accuracy_fake)])

        frozen, _ = spectrally_normalised({name: t.detach() for name, t in d.items()}, vectors)
        fake = generator(g, get(f'{step}/generator/z'), config['generatorNorm'])
        realness, rotation = discriminator(frozen, diff_augment(with_turns(fake), get(f'{step}/generator/augmentation'), config))
        value, (turned, _) = adversarial_g(config['loss'], realness[:BATCH]), rotation_task(rotation)
        loss = value + config['alpha'] * turned
        adam_g.zero_grad()
        loss.backward()
        adam_g.step()

        decay = min(config['emaDecay'], (1 + step) / (10 + step))  # as TensorFlow's ExponentialMovingAverage with num_updates
        for name in average:
            average[name] = decay * average[name] + (1 - decay) * g[name].detach()
        statistics.append([*np.mean(of_d, 0), loss.item(), value.item(), turned.item()])

    state = {f'generator/{n}': t for n, t in g.items()} | {f'discriminator/{n}': t for n, t in d.items()}
    state |= {f'average/{n}': t for n, t in average.items()} | {f'spectral/{n}': t for n, t in vectors.items()}
    for network, weights, adam in (('generator', g, adam_g), ('discriminator', d, adam_d)):
        for name, t in weights.items():
            state[f'adam/{network}/first/{name}'] = adam.state[t]['exp_avg']
            state[f'adam/{network}/second/{name}'] = adam.state[t]['exp_avg_sq']
    return statistics, state


def pack(t):
    return base64.b64encode(t.detach().numpy().astype('<f4').tobytes()).decode()


def case(config):
    stream, drawn = Stream(SEED), {}
    inputs = list(recipe(config))
    for name, shape, offset, scale in inputs:
        drawn[name] = stream.draw(int(np.prod(shape)), offset, scale).reshape(shape)
    statistics, state = train(config, drawn)
    return dict(
        config=config,
        inputs=[dict(name=n, shape=s, offset=o, scale=c) for n, s, o, c in inputs],
        statistics=[[float(f'{x:.9g}') for x in row] for row in statistics],
        state={n: pack(t) for n, t in state.items()})


if __name__ == '__main__':
    cases = {name: case(config) for name, config in CASES.items()}
    TARGET.write_text(json.dumps(dict(seed=SEED, cases=cases), separators=(',', ':')) + '\n')
    for name, result in cases.items():
        print(name)
        for row in result['statistics']:
            print('  ', ' '.join(f'{x:9.5f}' for x in row))
    print(TARGET.stat().st_size, 'bytes')
