"""The networks of the run in PyTorch: images are [B, C, S, S] in [-1, 1].

    generator, codes = load_generator('.')          # the averaged weights, with the batch statistics of Quarterturn's pictures
    images = generator(*codes.of([latents.Point(1), latents.Point(2)]))

SNDCGAN [Miyato et al. 2018, table 3] and a small ResNet [table 4], with plain, self-modulated [Chen et al. 2019] or class-conditional batch norm in
G, and D with heads for realness, rotation [Chen et al. 2019] and classes [Miyato and Koyama 2018; Lucic et al. 2019].
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

import latents
from checkpoint import State

EPSILON = 1e-5
EMBEDDING = 32  # what class weights become before norms read them
HIDDEN = 32  # units of the network that makes scale and offset of z

# --- generator -------------------------------------------------------------------------------------------------------------


class Norm(nn.Module):
    """Batch norm and ReLU. Scale and offset are weights, or depend on the class, or on z.

    In training the statistics are those of the batch; otherwise those of `mean` and `variance`, which measure_statistics fills.
    """

    def __init__(self, channels, kind, latent, has_classes):
        super().__init__()
        self.kind = 'class-conditional' if kind == 'batch' and has_classes else kind
        self.register_buffer('mean', torch.zeros(channels))
        self.register_buffer('variance', torch.ones(channels))
        if self.kind == 'batch':
            self.scale, self.offset = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))
            return
        if self.kind == 'self-modulated':
            self.hidden = nn.Linear(latent + (EMBEDDING if has_classes else 0), HIDDEN)
        inputs = HIDDEN if self.kind == 'self-modulated' else EMBEDDING
        self.scale, self.offset = nn.Linear(inputs, channels), nn.Linear(inputs, channels)

    def forward(self, x, z, embedded):
        """x [B, C, H, W], z [B, latent], embedded: of the classes, [B, EMBEDDING], or None"""
        statistics = (None, None) if self.training else (self.mean, self.variance)
        x = F.batch_norm(x, *statistics, training=self.training, eps=EPSILON)
        if self.kind == 'batch':
            scale, offset = self.scale[:, None, None], self.offset[:, None, None]  # [C, 1, 1]
        else:
            read = embedded
            if self.kind == 'self-modulated':
                read = F.relu(self.hidden(z if embedded is None else torch.cat([z, embedded], 1)))
            scale, offset = self.scale(read)[:, :, None, None], self.offset(read)[:, :, None, None]  # [B, C, 1, 1]
        return F.relu(scale * x + offset)


class Generator(nn.Module):
    """What both generators share: z [B, latent], with classes their weights [B, K] -> images. A one-hot row is a class; norms read its embedding."""

    def __init__(self, config, classes, side, channels, bias):
        super().__init__()
        self.first = (side, side, channels)
        self.linear = nn.Linear(config['latent'], side * side * channels, bias=bias)
        self.embedding = nn.Linear(classes, EMBEDDING, bias=False) if classes else None

    def forward(self, z, class_weights=None):
        embedded = None if self.embedding is None else self.embedding(class_weights)
        h = self.linear(z).view(-1, *self.first).permute(0, 3, 1, 2)  # channels come last in Quarterturn -> [B, C, side, side]
        return torch.tanh(self.image(self.features(h, z, embedded)))


class SndcganGenerator(Generator):
    def __init__(self, config, image_channels, classes):
        width = config['width']
        channels = [8 * width, 4 * width, 2 * width, width]
        super().__init__(config, classes, config['size'] // 8, channels[0], bias=False)
        self.norms = nn.ModuleDict({f'norm{i}': Norm(c, config['generatorNorm'], config['latent'], classes > 0) for i, c in enumerate(channels)})
        self.ups = nn.ModuleDict({
            f'up{i}': nn.ConvTranspose2d(channels[i - 1], channels[i], 4, stride=2, padding=1, bias=False) for i in (1, 2, 3)})
        self.image = nn.Conv2d(width, image_channels, 3, padding=1)

    def features(self, h, z, embedded):
        h = self.norms['norm0'](h, z, embedded)
        for i in (1, 2, 3):
            h = self.norms[f'norm{i}'](self.ups[f'up{i}'](h), z, embedded)
        return h


class UpBlock(nn.Module):
    def __init__(self, config, channels, classes):
        super().__init__()
        norm = lambda: Norm(channels, config['generatorNorm'], config['latent'], classes > 0)
        self.norm1, self.conv1 = norm(), nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm2, self.conv2 = norm(), nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.shortcut = nn.Conv2d(channels, channels, 1, bias=False)

    def forward(self, x, z, embedded):
        h = self.conv1(F.interpolate(self.norm1(x, z, embedded), scale_factor=2, mode='nearest'))
        return self.conv2(self.norm2(h, z, embedded)) + F.interpolate(self.shortcut(x), scale_factor=2, mode='nearest')


class ResnetGenerator(Generator):
    def __init__(self, config, image_channels, classes):
        channels = 4 * config['width']
        super().__init__(config, classes, 4, channels, bias=True)
        doublings = int(math.log2(config['size'] // 4))
        self.blocks = nn.ModuleDict({f'block{i}': UpBlock(config, channels, classes) for i in range(1, doublings + 1)})
        self.norm = Norm(channels, config['generatorNorm'], config['latent'], classes > 0)
        self.image = nn.Conv2d(channels, image_channels, 3, padding=1)

    def features(self, h, z, embedded):
        for block in self.blocks.values():
            h = block(h, z, embedded)
        return self.norm(h, z, embedded)


@torch.no_grad()
def measure_statistics(generator, codes):
    """Batch statistics of these codes become those of the generator's pictures, "standing statistics" [Brock et al. 2019, section 3]."""
    def record(norm, inputs):
        variance, mean = torch.var_mean(inputs[0], (0, 2, 3), unbiased=False)
        norm.mean.copy_(mean)
        norm.variance.copy_(variance)

    hooks = [module.register_forward_pre_hook(record) for module in generator.modules() if isinstance(module, Norm)]
    generator.train()(*codes)
    for hook in hooks:
        hook.remove()
    return generator.eval()


# --- discriminator ---------------------------------------------------------------------------------------------------------


class Conv(nn.Conv2d):
    def forward(self, x, weights):
        return F.conv2d(x, weights[self], self.bias, self.stride, self.padding)


class Linear(nn.Linear):
    def forward(self, x, weights):
        return F.linear(x, weights[self], self.bias)


def same(ins, outs, kernel, stride=1):
    return Conv(ins, outs, kernel, stride, padding=(kernel - 1) // 2)


class Discriminator(nn.Module):
    """Images -> {'realness': [B, 1], 'rotation': [B, 4]}, with classes also 'projection' [B, K], and where D predicts them 'class' [B, K].

    Under spectral norm every matrix W [out, in] is divided by its largest singular value, which one power iteration estimates from a vector u that is
    kept [Miyato et al. 2018, alg. 1]. An update of D computes power_iteration once, uses it in all of its passes, and keeps it.
    """

    def __init__(self, config, features, classes):
        super().__init__()
        outputs = {'realness': (1, True), 'rotation': (4, True)}
        if classes:
            outputs['projection'] = (classes, False)
        if classes and config['conditioning'] == 'co-trained':
            outputs['class'] = (classes, True)
        self.heads = nn.ModuleDict({name: Linear(features, count, bias) for name, (count, bias) in outputs.items()})

    def prepare(self, config):
        """After all layers are there."""
        self.matrices = [module for module in self.modules() if isinstance(module, (Conv, Linear))]
        self.spectral_norm = config['spectralNorm']
        if self.spectral_norm:
            for module in self.matrices:
                module.register_buffer('u', F.normalize(torch.randn(module.weight[0].numel()), dim=0))
        return self

    @torch.no_grad()
    def power_iteration(self):
        """The vectors u and v of each layer after one more; none without spectral norm."""
        vectors = {}
        for module in self.matrices if self.spectral_norm else ():
            matrix = module.weight.flatten(1)
            v = F.normalize(matrix @ module.u, dim=0)
            vectors[module] = F.normalize(matrix.t() @ v, dim=0), v
        return vectors

    @torch.no_grad()
    def keep(self, vectors):
        for module, (u, _) in vectors.items():
            module.u.copy_(u)

    def forward(self, images, vectors=None):
        """vectors: of power_iteration, unless they are computed here"""
        vectors = self.power_iteration() if vectors is None else vectors
        weights = {module: module.weight for module in self.matrices}
        for module, (u, v) in vectors.items():
            weights[module] = module.weight / (v @ (module.weight.flatten(1) @ u))  # the gradient flows through sigma, not through u and v
        features = self.features(images, weights)
        return {name: head(features, weights) for name, head in self.heads.items()}


class SndcganDiscriminator(Discriminator):
    LAYERS = [(3, 1, 1), (4, 2, 2), (3, 1, 2), (4, 2, 4), (3, 1, 4), (4, 2, 8), (3, 1, 8)]  # kernel, stride, channels in widths

    def __init__(self, config, image_channels, classes):
        width = config['width']
        super().__init__(config, (config['size'] // 8)**2 * 8 * width, classes)
        ins = [image_channels] + [widths * width for _, _, widths in self.LAYERS]
        self.convs = nn.ModuleDict({
            f'conv{i + 1}': same(ins[i], ins[i + 1], kernel, stride) for i, (kernel, stride, _) in enumerate(self.LAYERS)})
        self.prepare(config)

    def features(self, x, weights):
        for conv in self.convs.values():
            x = F.leaky_relu(conv(x, weights), 0.1)
        return x.permute(0, 2, 3, 1).flatten(1)  # channels come last in Quarterturn -> [B, side * side * C]


class DownBlock(nn.Module):
    def __init__(self, ins, outs, is_first, halves):
        super().__init__()
        self.is_first, self.halves = is_first, halves
        self.conv1, self.conv2, self.shortcut = same(ins, outs, 3), same(outs, outs, 3), same(ins, outs, 1)

    def forward(self, x, weights):
        pool = (lambda t: F.avg_pool2d(t, 2)) if self.halves else (lambda t: t)
        h = self.conv1(x if self.is_first else F.relu(x), weights)
        return pool(self.conv2(F.relu(h), weights)) + self.shortcut(pool(x), weights)


class ResnetDiscriminator(Discriminator):
    def __init__(self, config, image_channels, classes):
        channels, halvings = 2 * config['width'], int(math.log2(config['size'] // 8))
        super().__init__(config, channels, classes)
        self.blocks = nn.ModuleDict({
            f'block{i + 1}': DownBlock(channels if i else image_channels, channels, i == 0, i < halvings) for i in range(halvings + 2)})
        self.prepare(config)

    def features(self, x, weights):
        for block in self.blocks.values():
            x = block(x, weights)
        return F.relu(x).mean((2, 3))


ARCHITECTURES = {'sndcgan': (SndcganGenerator, SndcganDiscriminator), 'resnet': (ResnetGenerator, ResnetDiscriminator)}


def build(config, channels, classes):
    """G and D with random weights. channels: of images. classes: 0 where there are none"""
    generator, discriminator = ARCHITECTURES[config['architecture']]
    return generator(config, channels, classes), discriminator(config, channels, classes)


# --- weights ---------------------------------------------------------------------------------------------------------------

CONTAINERS = {'norms', 'ups', 'blocks', 'convs', 'heads'}  # of layers: no part of a name in the file


def name_in_file(name, parameter):
    parts = [part for part in name.split('.') if part not in CONTAINERS]
    return '/'.join(parts[:-1] + ['kernel'] if parameter.dim() == 4 else parts)


def to_torch(t):
    """Kernels [H, W, in, out] -> [out, in, H, W], those of transposed ones [H, W, out, in] -> [in, out, H, W], matrices [in, out] -> [out, in]."""
    return t.permute(3, 2, 0, 1) if t.dim() == 4 else t.t() if t.dim() == 2 else t


def from_torch(t):
    return t.permute(2, 3, 1, 0) if t.dim() == 4 else t.t() if t.dim() == 2 else t


def vector_to_torch(u, weight):
    """u of the rows of a kernel, [1, H * W * in] -> [in * H * W]."""
    if weight.dim() == 2:
        return u.flatten()
    return u.reshape(*weight.shape[2:], weight.shape[1]).permute(2, 0, 1).flatten()


def vector_from_torch(u, weight):
    return (u if weight.dim() == 2 else u.reshape(weight.shape[1:]).permute(1, 2, 0)).reshape(1, -1)


@torch.no_grad()
def load_weights(network, tensors, group):
    """group: of the file, such as 'average'"""
    for name, parameter in network.named_parameters():
        parameter.copy_(to_torch(tensors[f'{group}/{name_in_file(name, parameter)}']))


def load_generator(folder):
    """The averaged generator, ready to draw, and what makes its inputs from seeds or points: see latents.Codes."""
    state = State(folder)
    generator, _ = build(state.config, state.channels, state.class_count)
    load_weights(generator, state.tensors, 'average')
    codes = latents.Codes(state)
    return measure_statistics(generator, codes.calibration()), codes
