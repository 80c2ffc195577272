"""The images that training goes on with, and their classes."""

import csv
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch

NO_CLASS = -1
SUFFIXES = ('.png', '.jpg', '.jpeg', '.webp', '.bmp', '.gif', '.tif', '.tiff')
BACKGROUNDS = {'white': 255, 'grey': 128, 'black': 0}
MASK = 0xFFFFFFFF


class RefusalError(Exception):
    """Why training cannot go on, as a sentence."""


def list_images(folder):
    """(path, label or None) of each image.

    A folder that `npm run images` wrote says in index.csv which are left out; elsewhere the name of a sub-folder is the label.
    """
    index = os.path.join(folder, 'index.csv')
    if os.path.exists(index):
        with open(index, encoding='utf-8-sig', newline='') as file:
            rows = [row for row in csv.DictReader(file) if not row['leftOut']]
        return [(os.path.join(folder, f'{int(row["number"]):06d}.png'), row['label'] or None) for row in rows]
    found = []
    for path, folders, files in os.walk(folder):
        folders.sort()
        label = None if path == folder else os.path.basename(path)
        found += [(os.path.join(path, name), label) for name in sorted(files) if name.lower().endswith(SUFFIXES)]
    return found


def read_image(path, config, channels):
    """[S, S, channels] of bytes. An image of another size than the run's is cut to its middle, or squashed, and scaled."""
    from PIL import Image, ImageOps

    size = config['size']
    with Image.open(path) as file:
        image = ImageOps.exif_transpose(file).convert('RGBA')
    background = Image.new('RGBA', image.size, (BACKGROUNDS[config['background']],) * 3 + (255,))
    image = Image.alpha_composite(background, image).convert('RGB')
    if image.size != (size, size):
        check_preparation(path, config)
        sides = (min(image.size),) * 2 if config['framing'] == 'centre' else image.size
        width, height = (config['cropFraction'] * side for side in sides)
        left, top = (image.width - width) / 2, (image.height - height) / 2
        image = image.resize((size, size), Image.LANCZOS, (left, top, left + width, top + height))
    return np.asarray(image.convert('L' if channels == 1 else 'RGB')).reshape(size, size, channels)


def check_preparation(path, config):
    plain = {'trimBars': False, 'blackLevel': 0, 'whiteLevel': 255}
    special = [name for name, value in plain.items() if config[name] != value]
    special += ['framing'] if config['framing'] == 'smart' else []
    if special:
        raise RefusalError(
            f'{path} has another size than the images of the run, and with these settings ({", ".join(special)}) only '
            'Quarterturn prepares images: write them with "npm run images -- --data FOLDER --set size=... --out PREPARED".'
        )


def fingerprint(pixels):
    """Of all bytes, as Quarterturn writes it down: two hashes after MurmurHash3. A second for every few megabytes."""
    data = pixels.tobytes()
    whole = len(data) // 4 * 4
    words = np.append(np.frombuffer(data[:whole], '<u4'), int.from_bytes(data[whole:], 'big')).astype(np.uint64)

    def mixed(first, turn, second):
        product = words * np.uint64(first) & np.uint64(MASK)
        turned = (product << np.uint64(turn) | product >> np.uint64(32 - turn)) & np.uint64(MASK)
        return (turned * np.uint64(second) & np.uint64(MASK)).tolist()

    def finished(value):
        value = (value ^ value >> 16) * 0x85EBCA6B & MASK
        value = (value ^ value >> 13) * 0xC2B2AE35 & MASK
        return value ^ value >> 16

    a = b = 0
    for x, y in zip(mixed(0x239B961B, 15, 0xAB0E9789), mixed(0x38B34AE5, 16, 0xA1E38B93)):
        a ^= x
        a = ((a << 19 | a >> 13) * 5 + 0x561CCD1B) & MASK
        b ^= y
        b = ((b << 17 | b >> 15) * 5 + 0x0BCAA747) & MASK
    a = finished(a ^ len(data))
    b = finished(b ^ len(data) ^ a)
    return f'{len(data)}-{finished(a + b & MASK):08x}{b:08x}'


class Dataset:
    """pixels: [N, S, S, C] of bytes. With classes:

    classes and given: of each image its class and what training was told of it, NO_CLASS where there is none; confidence;
    counts: in what proportion the classes of fake images are drawn.
    """

    def __init__(self, folder, state):
        listed = list_images(folder)
        if not listed:
            raise RefusalError(f'There are no images in {folder}.')
        with ThreadPoolExecutor() as pool:
            read = pool.map(lambda entry: read_image(entry[0], state.config, state.channels), listed)
            self.pixels = np.stack(list(read))
        self.identity = {'count': len(listed), 'hash': fingerprint(self.pixels)}
        self.is_of_run = state.about.get('images') == self.identity
        self.classes = self.given = self.confidence = None
        self.counts = []
        if state.class_count:
            self.find_classes(state, [label for _, label in listed])

    def find_classes(self, state, labels):
        """Those of the checkpoint where these are the images of the run; else by label."""
        if not state.classes:
            raise RefusalError('The classes of this run had not been found when it was exported: export a later step of it.')
        self.counts = state.counts
        if self.is_of_run and 'labels/ofImages' in state.tensors:
            tables = (state.tensors[f'labels/{name}'].numpy() for name in ('ofImages', 'given', 'confidence'))
            self.classes, self.given, self.confidence = tables
            return
        numbers = {name: k for k, name in enumerate(state.classes['names'])}
        self.classes = self.given = np.array([numbers.get(label, NO_CLASS) for label in labels], dtype=np.int32)
        self.confidence = (self.classes >= 0).astype(np.float32)
        if state.config['conditioning'] in ('single', 'random'):
            return  # which need no labels
        if not (self.classes >= 0).any():
            raise RefusalError(
                'These are not the images of the run, and none has a label that is one of its classes: put them into a '
                'sub-folder for each class, named like it, or give the images of the run.'
            )
        self.counts = np.bincount(self.classes[self.classes >= 0], minlength=state.class_count).tolist()

    def tables(self):
        """For the checkpoint."""
        if self.classes is None:
            return {}
        named = {'ofImages': self.classes, 'confidence': self.confidence, 'given': self.given}
        return {f'labels/{name}': torch.from_numpy(np.array(table)) for name, table in named.items()}
