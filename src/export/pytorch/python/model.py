"""The networks of the run. Images are [B, C, S, S] in [-1, 1].

SNDCGAN [Miyato et al. 2018, table 3] and a small ResNet [table 4], with plain, self-modulated [Chen et al. 2019] or
class-conditional batch norm in G, and D with heads for realness, rotation [Chen et al. 2019] and classes [Miyato and
Koyama 2018; Lucic et al. 2019].
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

EPSILON = 1e-5
EMBEDDING = 32  # what class weights become before norms read them
HIDDEN = 32  # units of the network that makes scale and offset of z

# --- generator ---------------------------------------------------------------------------------------------------


class Norm(nn.Module):
    """Batch norm and ReLU. Scale and offset are weights, or depend on the class, or on z.

    In training the statistics are those of the batch; otherwise those that measure_statistics has found.
    """

    def __init__(self, channels, config, classes):
        super().__init__()
        kind = config['generatorNorm']
        self.kind = 'class-conditional' if kind == 'batch' and classes else kind
        self.register_buffer('mean', torch.zeros(channels))
        self.register_buffer('variance', torch.ones(channels))
        self.register_buffer('shifts', None, persistent=False)  # of directions, [directions, C]: load_shifts sets them
        self.zone = None
        if self.kind == 'batch':
            self.scale = nn.Parameter(torch.ones(channels))
            self.offset = nn.Parameter(torch.zeros(channels))
            return
        if self.kind == 'self-modulated':
            self.hidden = nn.Linear(config['latent'] + (EMBEDDING if classes else 0), HIDDEN)
        inputs = HIDDEN if self.kind == 'self-modulated' else EMBEDDING
        self.scale = nn.Linear(inputs, channels)
        self.offset = nn.Linear(inputs, channels)

    def forward(self, x, z, embedded, sigmas):
        """x [B, C, H, W], z [B, latent], embedded: of the classes, [B, EMBEDDING], or None

        sigmas: how far along directions in each zone of layers, [B, zones, directions], or None
        """
        if sigmas is not None:  # the same as a mean that is less by so much
            x = x + (sigmas[:, self.zone] @ self.shifts)[:, :, None, None]
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
    """z [B, latent], with classes also their weights [B, K] -> images. A one-hot row is a class. sigmas: see Norm."""

    def __init__(self, config, classes, side, channels, bias):
        super().__init__()
        self.first = (side, side, channels)
        self.linear = nn.Linear(config['latent'], side * side * channels, bias=bias)
        self.embedding = nn.Linear(classes, EMBEDDING, bias=False) if classes else None

    def forward(self, z, class_weights=None, sigmas=None):
        embedded = None if self.embedding is None else self.embedding(class_weights)
        h = self.linear(z).view(-1, *self.first).permute(0, 3, 1, 2)  # channels come last in the file -> [B, C, S, S]
        return torch.tanh(self.image(self.features(h, z, embedded, sigmas)))


class SndcganGenerator(Generator):
    def __init__(self, config, image_channels, classes):
        width = config['width']
        channels = [8 * width, 4 * width, 2 * width, width]
        super().__init__(config, classes, config['size'] // 8, channels[0], bias=False)
        self.norms = nn.ModuleDict({f'norm{i}': Norm(channels[i], config, classes) for i in range(4)})
        self.ups = nn.ModuleDict({f'up{i}': up(channels[i - 1], channels[i]) for i in range(1, 4)})
        self.image = nn.Conv2d(width, image_channels, 3, padding=1)

    def features(self, h, *read):
        h = self.norms['norm0'](h, *read)
        for i in range(1, 4):
            h = self.norms[f'norm{i}'](self.ups[f'up{i}'](h), *read)
        return h


def up(ins, outs):
    return nn.ConvTranspose2d(ins, outs, 4, stride=2, padding=1, bias=False)


def doubled(x):
    return F.interpolate(x, scale_factor=2, mode='nearest')


class UpBlock(nn.Module):
    def __init__(self, channels, config, classes):
        super().__init__()
        self.norm1 = Norm(channels, config, classes)
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm2 = Norm(channels, config, classes)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.shortcut = nn.Conv2d(channels, channels, 1, bias=False)

    def forward(self, x, *read):
        h = self.conv1(doubled(self.norm1(x, *read)))
        return self.conv2(self.norm2(h, *read)) + doubled(self.shortcut(x))


class ResnetGenerator(Generator):
    def __init__(self, config, image_channels, classes):
        channels = 4 * config['width']
        super().__init__(config, classes, 4, channels, bias=True)
        doublings = int(math.log2(config['size'] // 4))
        self.blocks = nn.ModuleDict({f'block{i + 1}': UpBlock(channels, config, classes) for i in range(doublings)})
        self.norm = Norm(channels, config, classes)
        self.image = nn.Conv2d(channels, image_channels, 3, padding=1)

    def features(self, h, *read):
        for block in self.blocks.values():
            h = block(h, *read)
        return self.norm(h, *read)


@torch.no_grad()
def measure_statistics(generator, inputs):
    """Batch statistics of these inputs become those of its pictures: "standing statistics" [Brock et al. 2019, section 3]."""

    def record(norm, read):
        variance, mean = torch.var_mean(read[0], (0, 2, 3), unbiased=False)
        norm.mean.copy_(mean)
        norm.variance.copy_(variance)

    hooks = [each.register_forward_pre_hook(record) for each in generator.modules() if isinstance(each, Norm)]
    generator.train()(*inputs)
    for hook in hooks:
        hook.remove()
    return generator.eval()


# --- discriminator -----------------------------------------------------------------------------------------------


class Conv(nn.Conv2d):
    """A convolution that is told its weights."""

    def __init__(self, ins, outs, kernel, stride=1):
        super().__init__(ins, outs, kernel, stride, padding=(kernel - 1) // 2)
        self.register_buffer('u', torch.randn(ins * kernel * kernel))

    def forward(self, x, weights):
        return F.conv2d(x, weights[self], self.bias, self.stride, self.padding)


class Linear(nn.Linear):
    def __init__(self, ins, outs, bias):
        super().__init__(ins, outs, bias)
        self.register_buffer('u', torch.randn(ins))

    def forward(self, x, weights):
        return F.linear(x, weights[self], self.bias)


class Discriminator(nn.Module):
    """Images -> {'realness': [B, 1], 'rotation': [B, 4]}, with classes 'projection' [B, K], where D predicts them 'class'.

    Under spectral norm every matrix W [out, in] is divided by its largest singular value, which one power iteration
    estimates from a vector u that is kept [Miyato et al. 2018, alg. 1]. An update of D computes power_iteration once,
    uses it in all of its passes, and keeps it.
    """

    def __init__(self, config, features, classes):
        super().__init__()
        self.spectral_norm = config['spectralNorm']
        heads = {'realness': Linear(features, 1, True), 'rotation': Linear(features, 4, True)}
        if classes:
            heads['projection'] = Linear(features, classes, False)
        if config['conditioning'] == 'co-trained':
            heads['class'] = Linear(features, classes, True)
        self.heads = nn.ModuleDict(heads)

    def matrices(self):
        return [module for module in self.modules() if isinstance(module, (Conv, Linear))]

    @torch.no_grad()
    def power_iteration(self):
        """The vectors u and v of each layer after one more; none without spectral norm."""
        vectors = {}
        for module in self.matrices() if self.spectral_norm else ():
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
        weights = {module: module.weight for module in self.matrices()}
        for module, (u, v) in (self.power_iteration() if vectors is None else vectors).items():
            sigma = v @ (module.weight.flatten(1) @ u)  # the gradient flows through it, not through u and v
            weights[module] = module.weight / sigma
        features = self.features(images, weights)
        return {name: head(features, weights) for name, head in self.heads.items()}


class SndcganDiscriminator(Discriminator):
    LAYERS = [(3, 1, 1), (4, 2, 2), (3, 1, 2), (4, 2, 4), (3, 1, 4), (4, 2, 8), (3, 1, 8)]  # kernel, stride, widths

    def __init__(self, config, image_channels, classes):
        width = config['width']
        super().__init__(config, (config['size'] // 8) ** 2 * 8 * width, classes)
        self.convs, ins = nn.ModuleDict(), image_channels
        for i, (kernel, stride, widths) in enumerate(self.LAYERS, 1):
            self.convs[f'conv{i}'] = Conv(ins, widths * width, kernel, stride)
            ins = widths * width

    def features(self, x, weights):
        for conv in self.convs.values():
            x = F.leaky_relu(conv(x, weights), 0.1)
        return x.permute(0, 2, 3, 1).flatten(1)  # channels come last in the file -> [B, side * side * C]


class DownBlock(nn.Module):
    def __init__(self, ins, outs, is_first, halves):
        super().__init__()
        self.is_first, self.halves = is_first, halves
        self.conv1, self.conv2, self.shortcut = Conv(ins, outs, 3), Conv(outs, outs, 3), Conv(ins, outs, 1)

    def pool(self, x):
        return F.avg_pool2d(x, 2) if self.halves else x

    def forward(self, x, weights):
        h = self.conv1(x if self.is_first else F.relu(x), weights)  # a ReLU would cut off the dark half of images
        return self.pool(self.conv2(F.relu(h), weights)) + self.shortcut(self.pool(x), weights)


class ResnetDiscriminator(Discriminator):
    def __init__(self, config, image_channels, classes):
        channels, halvings = 2 * config['width'], int(math.log2(config['size'] // 8))
        super().__init__(config, channels, classes)
        self.blocks = nn.ModuleDict()
        for i in range(halvings + 2):
            self.blocks[f'block{i + 1}'] = DownBlock(channels if i else image_channels, channels, i == 0, i < halvings)

    def features(self, x, weights):
        for block in self.blocks.values():
            x = block(x, weights)
        return F.relu(x).mean((2, 3))


ARCHITECTURES = {
    'sndcgan': (SndcganGenerator, SndcganDiscriminator),
    'resnet': (ResnetGenerator, ResnetDiscriminator),
}


def build(config, channels, classes):
    """G and D with random weights. channels: of images. classes: 0 where there are none"""
    generator, discriminator = ARCHITECTURES[config['architecture']]
    return generator(config, channels, classes), discriminator(config, channels, classes)
