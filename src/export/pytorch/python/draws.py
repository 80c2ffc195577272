"""What each update draws: images, latents, classes and augmentation, the same, in the same order, as in Quarterturn."""

import math

import numpy as np
import torch

from losses import DRAWS
from philox import RandomStream, draw_classes


def rotated_count(config):
    """Images of a batch that are shown in all four rotations."""
    share = config['rotatedShare']
    return 0 if share == 0 else max(1, math.floor(config['batch'] * share / 4 + 0.5))


def training_images(count, config):
    """Numbers of those that are not held out."""
    wanted = max(1, math.floor(count * config['heldOut'] + 0.5)) if config['heldOut'] else 0
    order = RandomStream(config['seed'], 'heldOut').permutation(count)
    return np.sort(order[min(wanted, max(0, count - 1)) :])


class Order:
    """Batch after batch of some images, each epoch in an order of its own."""

    def __init__(self, seed, images, purpose):
        self.seed, self.images, self.purpose = seed, images, purpose
        self.epoch, self.order = -1, None

    def at(self, position, count):
        return np.array([self.image(position + i) for i in range(count)], dtype=np.int64)

    def image(self, position):
        epoch, place = divmod(position, len(self.images))
        if epoch != self.epoch:
            self.epoch = epoch
            self.order = self.images[RandomStream(self.seed, self.purpose, epoch).permutation(len(self.images))]
        return self.order[place]


class Draws:
    """Tensors of the whole batch, by name."""

    def __init__(self, config, dataset):
        self.config, self.dataset, self.seed = config, dataset, config['seed']
        self.group = config['batch'] + 3 * rotated_count(config)  # images of one group of D's batch, real or fake
        training = training_images(len(dataset.pixels), config)
        is_labelled = config['conditioning'] == 'co-trained' and config['labelledBatch'] > 0
        labelled = training[dataset.given[training] >= 0] if is_labelled else []
        self.labelled_count = math.ceil(config['labelledBatch'] * config['batch']) if len(labelled) else 0
        self.all, self.labelled = Order(self.seed, training, 'dataOrder'), Order(self.seed, labelled, 'labelledOrder')

    def of_discriminator(self, update):
        """update: how many D has made"""
        images = self.real_images(update)
        drawn = {'real': self.pixels_of(images, update), **self.of_fakes('D', update, 2)}
        return {**drawn, 'labels': self.labels_of(images, update)} if 'classes' in drawn else drawn

    def of_generator(self, step):
        return self.of_fakes('G', step, 1)

    def of_fakes(self, network, index, groups):
        stream = lambda purpose: RandomStream(self.seed, purpose + network, index)
        batch, varied = self.config['batch'], groups * self.group
        augmentation = stream('augmentation').uniforms(varied * DRAWS).astype(np.float32)
        drawn = {'z': stream('latent').normals(batch, self.config['latent']), 'augmentation': augmentation.reshape(-1, DRAWS)}
        if self.dataset.counts:
            drawn['classes'] = draw_classes(self.dataset.counts, stream('classes'), batch)
        return {name: torch.from_numpy(values) for name, values in drawn.items()}

    def real_images(self, update):
        """Their numbers; those with a known label come first where the settings want some in every batch."""
        known, rest = self.labelled_count, self.config['batch'] - self.labelled_count
        return np.concatenate([self.labelled.at(update * known, known), self.all.at(update * rest, rest)])

    def pixels_of(self, images, update):
        """[B, C, S, S] in [-1, 1], some mirrored"""
        pixels = self.dataset.pixels[images]
        if self.config['flip']:
            is_mirrored = RandomStream(self.seed, 'flips', update).uniforms(len(images)) < 0.5
            pixels = np.where(is_mirrored[:, None, None, None], pixels[:, :, ::-1], pixels)
        return torch.from_numpy((pixels / 127.5 - 1).astype(np.float32)).permute(0, 3, 1, 2).contiguous()

    def labels_of(self, images, update):
        """What D is told of real images, [B]; negative where it is told none."""
        if self.config['conditioning'] == 'single':
            return torch.zeros(len(images), dtype=torch.long)
        if self.config['conditioning'] == 'random':  # another one whenever an image is read [Lucic et al. 2019, RANDOM LABEL]
            stream = RandomStream(self.seed, 'randomLabels', update)
            return torch.from_numpy(stream.below(len(self.dataset.counts), len(images)))
        return torch.from_numpy(self.dataset.classes[images].astype(np.int64))
