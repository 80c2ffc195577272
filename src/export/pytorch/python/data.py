"""The images that training goes on with, their classes, and what each update draws of them: the same, in the same order, as in Quarterturn."""
import csv
import math
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch

from losses import DRAWS
from philox import RandomStream, draw_classes

NO_CLASS = -1
SUFFIXES = ('.png', '.jpg', '.jpeg', '.webp', '.bmp', '.gif', '.tif', '.tiff')
BACKGROUNDS = {'white': (255, 255, 255), 'grey': (128, 128, 128), 'black': (0, 0, 0)}


class Refusal(Exception):
    """Why training cannot go on, as a sentence."""


# --- images ----------------------------------------------------------------------------------------------------------------


def list_images(folder):
    """(path, label or None) of each image. A folder that `npm run images` wrote says in index.csv which are left out; elsewhere sub-folders are labels."""
    index = os.path.join(folder, 'index.csv')
    if os.path.exists(index):
        with open(index, encoding='utf-8-sig', newline='') as file:
            rows = [row for row in csv.DictReader(file) if not row['leftOut']]
        return [(os.path.join(folder, f'{int(row["number"]):06d}.png'), row['label'] or None) for row in rows]
    found = []
    for path, folders, files in os.walk(folder):
        folders.sort()
        label = None if os.path.samefile(path, folder) else os.path.basename(path)
        found += [(os.path.join(path, name), label) for name in sorted(files) if name.lower().endswith(SUFFIXES)]
    return found


def read_image(path, config, channels):
    """[S, S, channels] of bytes. Of another size than the run's it is cut to its middle, or squashed, and scaled by Pillow."""
    from PIL import Image

    size = config['size']
    with Image.open(path) as image:
        if image.mode in ('RGBA', 'LA', 'P', 'PA'):
            see_through = image.convert('RGBA')
            image = Image.alpha_composite(Image.new('RGBA', image.size, BACKGROUNDS[config['background']] + (255,)), see_through)
        image = image.convert('RGB')
        if image.size != (size, size):
            unlike = [name for name, plain in (('trimBars', False), ('blackLevel', 0), ('whiteLevel', 255)) if config[name] != plain]
            if unlike or config['framing'] == 'smart':
                raise Refusal(
                    f'{path} is {image.width} x {image.height} px, and only Quarterturn prepares images as this run wants them '
                    f'({", ".join(unlike or ["framing"])}): write them with "npm run images -- --data FOLDER --set size={size} ... --out PREPARED".')
            sides = (min(image.size),) * 2 if config['framing'] == 'centre' else image.size
            width, height = (config['cropFraction'] * side for side in sides)
            left, top = (image.width - width) / 2, (image.height - height) / 2
            image = image.resize((size, size), Image.LANCZOS, (left, top, left + width, top + height))
        return np.asarray(image.convert('L' if channels == 1 else 'RGB')).reshape(size, size, channels)


def fingerprint(pixels):
    """Of all bytes, as Quarterturn writes it down: two hashes after MurmurHash3. A second for every few megabytes."""
    data = pixels.tobytes()
    mask, whole = 0xFFFFFFFF, len(data) // 4 * 4
    words = np.append(np.frombuffer(data[:whole], '<u4'), int.from_bytes(data[whole:], 'big')).astype(np.uint64)

    def mixed(first, turn, second):
        product = words * np.uint64(first) & np.uint64(mask)
        turned = (product << np.uint64(turn) | product >> np.uint64(32 - turn)) & np.uint64(mask)
        return (turned * np.uint64(second) & np.uint64(mask)).tolist()

    def finish(value):
        value = (value ^ value >> 16) * 0x85EBCA6B & mask
        value = (value ^ value >> 13) * 0xC2B2AE35 & mask
        return value ^ value >> 16

    a = b = 0
    for x, y in zip(mixed(0x239B961B, 15, 0xAB0E9789), mixed(0x38B34AE5, 16, 0xA1E38B93)):
        a ^= x
        a = ((a << 19 | a >> 13) * 5 + 0x561CCD1B) & mask
        b ^= y
        b = ((b << 17 | b >> 15) * 5 + 0x0BCAA747) & mask
    a = finish(a ^ len(data))
    b = finish(b ^ len(data) ^ a)
    return f'{len(data)}-{finish(a + b & mask):08x}{b:08x}'


class Dataset:
    """pixels: [N, S, S, C] of bytes. classes, given: of each image its class and what training was told of it, or NO_CLASS; counts: of each class."""

    def __init__(self, folder, state):
        listed = list_images(folder)
        if not listed:
            raise Refusal(f'There are no images in {folder}.')
        with ThreadPoolExecutor() as pool:
            self.pixels = np.stack(list(pool.map(lambda entry: read_image(entry[0], state.config, state.channels), listed)))
        self.identity = {'count': len(listed), 'hash': fingerprint(self.pixels)}
        self.is_same = state.about.get('images') == self.identity
        self.counts, self.classes, self.given, self.confidence = [], None, None, None
        if state.class_count:
            self.find_classes(state, [label for _, label in listed])

    def find_classes(self, state, labels):
        """Those of the checkpoint where these are the images of the run; else by label."""
        if not state.classes:
            raise Refusal('The classes of this run had not been found when it was exported: go on with it in Quarterturn until they are.')
        self.counts = state.counts
        if self.is_same and 'labels/ofImages' in state.tensors:
            table = lambda name: state.tensors[f'labels/{name}'].numpy()
            self.classes, self.given, self.confidence = table('ofImages'), table('given'), table('confidence')
            return
        numbers = {name: k for k, name in enumerate(state.classes['names'])}
        self.classes = self.given = np.array([numbers.get(label, NO_CLASS) for label in labels], dtype=np.int32)
        self.confidence = (self.classes >= 0).astype(np.float32)
        if state.config['conditioning'] in ('single', 'random'):
            return  # which need no labels
        if not (self.classes >= 0).any():
            raise Refusal(
                'These are not the images of the run, and none has a label that is one of its classes: put them into a sub-folder for each class, named '
                'like it, or give the images of the run.')
        self.counts = np.bincount(self.classes[self.classes >= 0], minlength=state.class_count).tolist()

    def tables(self):
        """For the checkpoint."""
        if self.classes is None:
            return {}
        named = {'labels/ofImages': self.classes, 'labels/confidence': self.confidence, 'labels/given': self.given}
        return {name: torch.from_numpy(np.array(table)) for name, table in named.items()}


# --- draws -----------------------------------------------------------------------------------------------------------------


def rotated_count(config):
    """Images of a batch that are shown in all four rotations."""
    share = config['rotatedShare']
    return 0 if share == 0 else max(1, math.floor(config['batch'] * share / 4 + 0.5))


def training_images(count, config):
    """Numbers of those that are not held out."""
    wanted = max(1, math.floor(count * config['heldOut'] + 0.5)) if config['heldOut'] else 0
    return np.sort(RandomStream(config['seed'], 'heldOut').permutation(count)[min(wanted, max(0, count - 1)):])


class Order:
    """Batch after batch of the images, each epoch in an order of its own."""

    def __init__(self, seed, images, purpose='dataOrder'):
        self.seed, self.images, self.purpose = seed, images, purpose
        self.epoch, self.order = -1, None

    def at(self, position, count):
        return np.array([self.image(position + i) for i in range(count)], dtype=np.int64)

    def image(self, position):
        epoch, place = divmod(position, len(self.images))
        if epoch != self.epoch:
            self.epoch, self.order = epoch, self.images[RandomStream(self.seed, self.purpose, epoch).permutation(len(self.images))]
        return self.order[place]


class Draws:
    """Everything random of a step: tensors of the whole batch, by name."""

    def __init__(self, config, dataset):
        self.config, self.dataset = config, dataset
        self.group = config['batch'] + 3 * rotated_count(config)
        training = training_images(len(dataset.pixels), config)
        self.order = Order(config['seed'], training)
        is_labelled = config['conditioning'] == 'co-trained' and config['labelledBatch'] > 0
        labelled = training[dataset.given[training] >= 0] if is_labelled else []
        self.labelled_count = math.ceil(config['labelledBatch'] * config['batch']) if len(labelled) else 0
        self.labelled = Order(config['seed'], labelled, 'labelledOrder')

    def of_discriminator(self, update):
        """update: how many D has done"""
        images = self.real_images(update)
        drawn = {'real': self.pixels_of(images, update), **self.of_fakes('D', update, 2)}
        return {**drawn, 'labels': self.labels_of(images, update)} if 'classes' in drawn else drawn

    def of_generator(self, step):
        return self.of_fakes('G', step, 1)

    def of_fakes(self, network, index, groups):
        config = self.config
        stream = lambda purpose: RandomStream(config['seed'], f'{purpose}{network}', index)
        drawn = {
            'z': torch.from_numpy(stream('latent').normals(config['batch'], config['latent'])),
            'augmentation': torch.from_numpy(stream('augmentation').uniforms(groups * self.group * DRAWS).astype(np.float32)).view(-1, DRAWS)}
        if self.dataset.counts:
            drawn['classes'] = torch.from_numpy(draw_classes(self.dataset.counts, stream('classes'), config['batch']))
        return drawn

    def real_images(self, update):
        """Numbers of images; those with a known label come first where the settings want some in every batch."""
        known, rest = self.labelled_count, self.config['batch'] - self.labelled_count
        return np.concatenate([self.labelled.at(update * known, known), self.order.at(update * rest, rest)])

    def pixels_of(self, images, update):
        """[B, C, S, S] in [-1, 1], some mirrored"""
        pixels = self.dataset.pixels[images]
        if self.config['flip']:
            is_mirrored = RandomStream(self.config['seed'], 'flips', update).uniforms(len(images)) < 0.5
            pixels = np.where(is_mirrored[:, None, None, None], pixels[:, :, ::-1], pixels)
        return torch.from_numpy((pixels / 127.5 - 1).astype(np.float32)).permute(0, 3, 1, 2).contiguous()

    def labels_of(self, images, update):
        """What D is told of real images."""
        if self.config['conditioning'] == 'single':
            return torch.zeros(len(images), dtype=torch.long)
        if self.config['conditioning'] == 'random':  # another one whenever an image is read [Lucic et al. 2019, RANDOM LABEL]
            return torch.from_numpy(RandomStream(self.config['seed'], 'randomLabels', update).below(len(self.dataset.counts), len(images)))
        return torch.from_numpy(self.dataset.classes[images].astype(np.int64))
