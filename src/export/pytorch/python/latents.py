"""Points of the generator's input space: seeds, ways between them, and the codes that Quarterturn gives its pictures."""

import re
from dataclasses import dataclass
from typing import Optional

import numpy as np
import torch

from checkpoint import ramp_at
from philox import RandomStream, draw_classes

MAX_SEED = 2**32 - 1  # larger ones are none to Quarterturn
CODE = re.compile(
    r'(?P<run>[a-z0-9]+)-(?P<step>\d+)-(?P<seed>\d+)(-c(?P<own>\d+))?'
    r'(-to(?P<to>\d+)(-toc(?P<toc>\d+))?-at(?P<at>[\d.]+)(?P<lerp>-lerp)?)?'
    r'(-loop(?P<radius>[\d.]+)-at(?P<turn>[\d.]+))?'
)


@dataclass
class Point:
    """A seed; on the way to another one, `at` 0 to 1; or on a circle around it, `turn` of a round at `radius` quarter turns.

    Classes are numbers from 0; one that is not given is drawn by frequency, always the same for a seed.
    """

    seed: int
    own_class: Optional[int] = None
    towards: Optional[int] = None
    other_class: Optional[int] = None
    at: float = 0.0
    is_straight: bool = False
    radius: Optional[float] = None
    turn: float = 0.0


def parse(code):
    """(point, run, step) of a code RUN-STEP-SEED[-EDITS], or of a seed, which names neither run nor step."""
    if code.isdecimal():
        return checked(Point(int(code)), code), None, None
    match = CODE.fullmatch(code)
    if not match:
        raise ValueError(f'"{code}" is neither a seed nor the code of a picture, such as k3f9x2-1500-42.')

    def part(name, kind):
        return None if match[name] is None else kind(match[name])

    def index(text):
        return int(text) - 1  # codes count classes from 1

    point = Point(
        seed=int(match['seed']),
        own_class=part('own', index),
        towards=part('to', int),
        other_class=part('toc', index),
        at=part('at', float) or 0.0,
        is_straight=match['lerp'] is not None,
        radius=part('radius', float),
        turn=part('turn', float) or 0.0,
    )
    return checked(point, code), match['run'], int(match['step'])


def checked(point, code):
    if max(point.seed, point.towards or 0) > MAX_SEED:
        raise ValueError(f'{code}: a seed is a whole number from 0 to {MAX_SEED}.')
    if max(point.at, point.turn) > 1 or (point.radius or 0) > 2:
        raise ValueError(f'{code}: "at" is a number from 0 to 1, and "loop" from 0 to 2.')
    return point


def latent_of_seed(seed, length):
    return RandomStream(seed, 'sample').normals(length)


def between(a, b, at, is_straight):
    """On the great circle [Shoemake 1985], or straight with the norm of a Gaussian kept."""
    if is_straight:
        weights = np.array([1 - at, at]) / np.hypot(1 - at, at)
    else:
        x, y = a.astype(np.float64), b.astype(np.float64)
        angle = np.arccos(np.clip(x @ y / np.sqrt((x @ x) * (y @ y)), -1, 1))
        is_line = np.sin(angle) < 1e-6  # the same direction
        weights = np.array([1 - at, at]) if is_line else np.sin([(1 - at) * angle, at * angle]) / np.sin(angle)
    return (weights[0] * a + weights[1] * b).astype(np.float32)


def around(seed, radius, turn, length):
    """cos r z + sin r (cos t u + sin t v), with u and v orthogonal to z and to each other, and as long."""
    z = latent_of_seed(seed, length).astype(np.float64)
    found = [z]
    for direction in RandomStream(seed, 'noiseLoop').normals(2, length).astype(np.float64):
        rest = direction - sum((vector @ direction) / (vector @ vector) * vector for vector in found)
        found.append(rest * np.sqrt((z @ z) / (rest @ rest)))
    _, u, v = found
    r, t = radius * np.pi / 2, 2 * np.pi * turn
    return (np.cos(r) * z + np.sin(r) * (np.cos(t) * u + np.sin(t) * v)).astype(np.float32)


def proportional_classes(counts, count):
    """`count` classes in proportion to these counts, by largest remainder, each spread evenly over the list."""
    total = sum(counts)
    exact = [c / total * count if total else count / len(counts) for c in counts]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(counts)), key=lambda k: (shares[k] - exact[k], k))
    for k in by_remainder[: count - sum(shares)]:
        shares[k] += 1
    places = [((j + 0.5) / share, k) for k, share in enumerate(shares) for j in range(share)]
    return [k for _, k in sorted(places)]


class Codes:
    """What G is called with: (z,), with classes (z, their weights)."""

    def __init__(self, state):
        self.latent, self.class_count, self.counts = state.config['latent'], state.class_count, state.counts
        self.ramp = ramp_at(state.config, state.step)

    def calibration(self):
        """Those whose batch statistics stand for all: the same in every run."""
        count = 256 if self.class_count else 64
        z = RandomStream(0, 'calibration').normals(count, self.latent)
        classes = proportional_classes(self.counts, count) if self.class_count else []
        return self.joined(z, [self.one_hot(k) for k in classes])

    def of(self, points):
        z = np.stack([self.latent_of(point) for point in points])
        return self.joined(z, [self.weights_of(point) for point in points] if self.class_count else [])

    def latent_of(self, point):
        own = latent_of_seed(point.seed, self.latent)
        if point.towards not in (None, point.seed):
            return between(own, latent_of_seed(point.towards, self.latent), point.at, point.is_straight)
        is_circle = point.radius is not None and point.towards is None
        return around(point.seed, point.radius, point.turn, self.latent) if is_circle else own

    def weights_of(self, point):
        own = self.one_hot(self.class_of(point.seed, point.own_class))
        if point.towards is None:
            return own
        return (1 - point.at) * own + point.at * self.one_hot(self.class_of(point.towards, point.other_class))

    def class_of(self, seed, chosen):
        if chosen is not None:
            return chosen
        return int(draw_classes(self.counts, RandomStream(seed, 'sampleClass'), 1)[0])

    def one_hot(self, k):
        if not 0 <= k < self.class_count:
            raise ValueError(f'There is no class {k + 1}: there are {self.class_count}.')
        weights = np.zeros(self.class_count)
        weights[k] = self.ramp
        return weights

    def joined(self, z, weights):
        of_z = torch.from_numpy(z)
        return (of_z, torch.from_numpy(np.stack(weights).astype(np.float32))) if weights else (of_z,)
