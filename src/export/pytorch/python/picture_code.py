"""The codes that Quarterturn gives its pictures, and the points of the generator's input space that they stand for."""

import base64
import re
from dataclasses import dataclass, field, replace
from typing import List, Optional

import numpy as np

MAX_SEED = 2**32 - 1  # larger ones are none to Quarterturn
DECIMALS = 6  # of a number in a code
LATENT_STEP = 5 / 128  # of the grid of latents in codes, whose bytes count from -128
CODE = re.compile(r'([a-z0-9]+)-(\d+)-(\d+)((?:-[a-z0-9.]+)*)', re.ASCII)
EDIT = re.compile(r'(z|pad(?=c)|[a-z]+)(.*)')
CORNER = re.compile(r'(\d+)?(?:c(\d+))?')
DIRECTION = re.compile(r'(\d+)([pm])([\d.]+)(early|middle|late)?')


@dataclass
class Sample:
    """A seed. Classes are numbers from 0; one that is not given is drawn by frequency, always the same for a seed."""

    seed: int
    own_class: Optional[int] = None


@dataclass
class Direction:
    """So many sigma along a direction of a set, numbered from 0; in a zone of layers, or of the latent itself."""

    kind: str
    index: int
    sigmas: float
    zone: Optional[str] = None


@dataclass
class Point(Sample):
    """A seed, or a latent in its place; at most one move; then edits.

    The moves: on the way `to` another sample, `at` 0 to 1; on a circle around the seed, `at` of a round at `radius` quarter
    turns; between the seed and three `corners` (top right, bottom left, bottom right), x and y 0 to 1.
    """

    to: Optional[Sample] = None
    at: float = 0.0
    is_straight: bool = False
    radius: Optional[float] = None
    corners: List[Sample] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0
    latent: Optional[np.ndarray] = None
    variety: float = 1.0
    directions: List[Direction] = field(default_factory=list)


def parse(code):
    """(point, run, step) of a code RUN-STEP-SEED[-EDITS], or of a seed, which names neither run nor step."""
    code = code.strip().lower()
    if code.isdecimal():
        return Point(seed_of(code)), None, None
    match = CODE.fullmatch(code)
    if not match:
        raise ValueError(f'"{code}" is neither a seed nor the code of a picture, such as k3f9x2-1500-42.')
    run, step, seed, edits = match.groups()
    return point_of(seed_of(seed), edits.split('-')[1:]), run, int(step)


def point_of(seed, edits):
    values, directions = {}, []
    for edit in edits:
        match = EDIT.fullmatch(edit)
        name, value = match.groups() if match else (edit, '')
        if name in ('pc', 'cf'):
            directions.append(direction_of(name, value))
        elif name not in READERS or name in values:
            raise ValueError(f'"{edit}" in this code means nothing here, or is there twice.')
        else:
            values[name] = READERS[name](value)
    own = Point(seed, values.get('c'), latent=values.get('z'), variety=values.get('var', 1.0), directions=directions)
    return moved(own, values)


def moved(point, values):
    named = set(values)
    is_way, is_circle, is_pad = bool(named & {'to', 'toc'}), 'loop' in named, 'pad' in named
    places = ({'at'} if is_way or is_circle else set()) | ({'x', 'y'} if is_pad else set())
    if is_way + is_circle + is_pad > 1 or named & {'at', 'x', 'y'} != places or ('lerp' in named and not is_way):
        raise ValueError(
            'In a code, "at" stands beside one of "to", "toc" and "loop"; "lerp" beside "to"; "x" and "y" beside "pad".'
        )
    if is_pad:
        corners = [replace(corner, seed=point.seed if corner.seed is None else corner.seed) for corner in values['pad']]
        return replace(point, corners=corners, x=values['x'], y=values['y'])
    if is_way:
        to = Sample(values.get('to', point.seed), values.get('toc'))
        return replace(point, to=to, at=values['at'], is_straight='lerp' in named)
    return replace(point, radius=values['loop'], at=values['at']) if is_circle else point


def seed_of(text):
    if not text.isdecimal() or int(text) > MAX_SEED:
        raise ValueError(f'"{text}": a seed is a whole number from 0 to {MAX_SEED}.')
    return int(text)


def class_of(text):
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f'"{text}": a class is a whole number from 1 on.')
    return int(text) - 1  # codes count classes from 1


def number_up_to(most):
    def read(text):
        if not re.fullmatch(r'\d{1,3}(\.\d{1,20})?', text) or round(float(text), DECIMALS) > most:
            raise ValueError(f'"{text}" is no number from 0 to {most}.')
        return round(float(text), DECIMALS)

    return read


def corners_of(text):
    matches = [CORNER.fullmatch(corner) for corner in text.split('.')]
    if len(matches) != 3 or not all(match and match[0] for match in matches):
        raise ValueError(f'"pad{text}": a pad has its three other corners, such as pad5.9c2.7.')
    return [Sample(match[1] and seed_of(match[1]), match[2] and class_of(match[2])) for match in matches]


def latent_of_text(text):
    """Of base 32 [RFC 4648], 8 bits a dimension."""
    try:
        found = base64.b32decode(text.upper() + '=' * (-len(text) % 8))
    except ValueError:
        found = b''
    if not found or base64.b32encode(found).decode().lower().rstrip('=') != text:
        raise ValueError(f'"z{text[:40]}" is no latent: perhaps a part of it is missing.')
    return ((np.frombuffer(found, np.uint8).astype(np.float64) - 128) * LATENT_STEP).astype(np.float32)


def direction_of(kind, text):
    match = DIRECTION.fullmatch(text)
    if not match or int(match[1]) < 1:
        raise ValueError(f'"{kind}{text}" is no direction: one is written pc3p1.5 or cf2m0.5.')
    sigmas = number_up_to(100)(match[3])
    return Direction(kind, int(match[1]) - 1, -sigmas if match[2] == 'm' else sigmas, match[4])


def nothing_of(text):
    if text:
        raise ValueError(f'"lerp{text}" in this code means nothing here.')
    return True


READERS = {
    'c': class_of,
    'to': seed_of,
    'toc': class_of,
    'at': number_up_to(1),
    'lerp': nothing_of,
    'loop': number_up_to(2),
    'pad': corners_of,
    'x': number_up_to(1),
    'y': number_up_to(1),
    'z': latent_of_text,
    'var': number_up_to(10),
}
