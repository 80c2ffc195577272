"""Draws pictures of seeds, or of the codes that Quarterturn gives its pictures, with the averaged generator:

python3 sample.py 1 2 3 k3f9x2-1500-42-c3 --out samples
"""

import argparse
import os
import struct
import sys
import zlib

import numpy as np
import torch

from checkpoint import UNKNOWN_RUN, State
from picture_code import parse
from weights import load_generator

BATCH = 64  # pictures drawn at once
MAX_NAME = 100  # letters of a code in the name of a file: latents are long


def to_bytes(images):
    """[B, C, S, S] in [-1, 1] -> [B, S, S, C] of bytes, rounded to the nearest."""
    values = (images.permute(0, 2, 3, 1).double().numpy() + 1) * 127.5
    return np.rint(values.clip(0, 255)).astype(np.uint8)


def write_png(path, picture, factor):
    """picture: [S, S, 1 or 3]; each pixel becomes factor x factor of them."""
    enlarged = picture.repeat(factor, 0).repeat(factor, 1)
    height, width, channels = enlarged.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), enlarged.reshape(height, -1)], 1)  # 0: the row is not filtered

    def chunk(kind, content):
        return struct.pack('>I', len(content)) + kind + content + struct.pack('>I', zlib.crc32(kind + content))

    header = struct.pack('>IIBBBBB', width, height, 8, 0 if channels == 1 else 2, 0, 0, 0)
    with open(path, 'wb') as file:
        file.write(
            b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header) + chunk(b'IDAT', zlib.compress(rows.tobytes())) + chunk(b'IEND', b'')
        )


@torch.no_grad()
def draw(folder, points):
    """[points, S, S, C] of bytes"""
    generator, codes = load_generator(folder)
    groups = [points[i : i + BATCH] for i in range(0, len(points), BATCH)]
    return np.concatenate([to_bytes(generator(*codes.of(group))) for group in groups])


def find_class(wanted, state):
    """By name, or by number from 1."""
    names = state.classes['names'] if state.classes else []
    if wanted in names:
        return names.index(wanted)
    if wanted.isdecimal() and 1 <= int(wanted) <= state.class_count:
        return int(wanted) - 1
    raise ValueError(f'There is no class "{wanted}": there are {", ".join(names)}.' if names else 'This run has no classes.')


def find_point(text, wanted, state):
    point, run, step = parse(text)
    if UNKNOWN_RUN not in (run, state.described['run']) and run not in (None, state.described['run']):
        raise ValueError(f'{text} is a picture of another run: codes of this one begin with {state.described["run"]}.')
    if step not in (None, state.step):
        raise ValueError(f'{text} is a picture of step {step}; these are the weights of step {state.step}.')
    if wanted is not None and point.own_class is None:
        point.own_class = find_class(wanted, state)
    return point


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('pictures', nargs='+', metavar='SEED|CODE')
    parser.add_argument('--class', dest='wanted', metavar='NAME', help='of seeds; without it drawn by frequency')
    parser.add_argument('--out', default='samples', metavar='FOLDER')
    parser.add_argument('--factor', type=int, default=1, metavar='N', help='enlarges each pixel')
    options = parser.parse_args()
    if options.factor < 1:
        parser.error('--factor is at least 1.')
    return options


def main():
    options = parse_options()
    folder = os.path.dirname(os.path.abspath(__file__))
    state = State(folder)
    try:
        pictures = draw(folder, [find_point(text, options.wanted, state) for text in options.pictures])
    except ValueError as error:
        sys.exit(str(error))
    os.makedirs(options.out, exist_ok=True)
    for i, (text, picture) in enumerate(zip(options.pictures, pictures), 1):
        name = text if len(text) <= MAX_NAME else f'{text[:MAX_NAME]}-{i}'
        path = os.path.join(options.out, f'{name}.png')
        write_png(path, picture, options.factor)
        print(path)


if __name__ == '__main__':
    main()
