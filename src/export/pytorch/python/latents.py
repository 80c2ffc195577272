"""Points of the generator's input space: seeds, ways between them, and what G is called with for them."""

import numpy as np
import torch

from checkpoint import ramp_at
from philox import RandomStream, draw_classes


def latent_of_seed(seed, length):
    return RandomStream(seed, 'sample').normals(length)


def between(a, b, at, is_straight=False):
    """On the great circle at constant speed [Shoemake 1985], its length going linearly; or straight, as long as a Gaussian."""
    x, y = a.astype(np.float64), b.astype(np.float64)
    if is_straight:
        weights = np.array([1 - at, at]) / np.hypot(1 - at, at)
    else:
        lengths = np.sqrt([x @ x, y @ y])
        angle = np.arccos(np.clip(x @ y / lengths.prod(), -1, 1)) if lengths.all() else 0
        is_line = np.sin(angle) <= 1e-6  # the same direction
        weights = np.array([1 - at, at])
        if not is_line:
            weights = np.sin(weights * angle) / np.sin(angle) * (weights @ lengths) / lengths
    return (weights[0] * x + weights[1] * y).astype(np.float32)


def around(seed, radius, turn, length):
    """cos r z + sin r (cos t u + sin t v), with u and v orthogonal to z and to each other, and as long; in a plane v is 0."""
    z = latent_of_seed(seed, length).astype(np.float64)
    found = [z]
    for direction in RandomStream(seed, 'noiseLoop').normals(2, length).astype(np.float64):
        rest = direction - sum((vector @ direction) / (vector @ vector) * vector for vector in found)
        found.append(rest * np.sqrt((z @ z) / (rest @ rest)) if len(found) < length else np.zeros(length))
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
    """What G is called with: (z,), with classes (z, their weights); along directions in zones (z, weights or None, sigmas)."""

    def __init__(self, state, directions=None):
        self.directions = directions
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
        inputs = self.joined(z, [self.weights_of(point) for point in points] if self.class_count else [])
        if all(edit.zone is None for point in points for edit in point.directions):
            return inputs
        sigmas = np.stack([self.directions.sigmas_of(point.directions) for point in points])  # [B, zones, directions]
        return (*inputs, *[None] * (2 - len(inputs)), torch.from_numpy(sigmas))

    def latent_of(self, point):
        """Its variety times the latent, and then along directions. [latent]"""
        if point.directions and self.directions is None:
            raise ValueError('This code goes along a direction, and those of later steps than the export are not known here.')
        z = self.moved(point) if point.latent is None else point.latent
        if len(z) != self.latent:
            raise ValueError(f'The latent in this code has {len(z)} numbers, and those of the run have {self.latent}.')
        if point.variety != 1:
            z = (point.variety * z.astype(np.float64)).astype(np.float32)
        return self.directions.along(z, point.directions) if point.directions else z

    def moved(self, point):
        own = latent_of_seed(point.seed, self.latent)
        if point.corners:
            upper, *lower = [latent_of_seed(corner.seed, self.latent) for corner in point.corners]
            return between(between(own, upper, point.x), between(*lower, point.x), point.y)
        if point.radius is not None:
            return around(point.seed, point.radius, point.at, self.latent)
        if point.to is None or point.to.seed == point.seed:
            return own
        return between(own, latent_of_seed(point.to.seed, self.latent), point.at, point.is_straight)

    def weights_of(self, point):
        """Between samples they change linearly. [classes]"""

        def mixed(a, b, share):
            return (1 - share) * a + share * b

        own = self.weights_of_sample(point)
        if point.corners:
            upper, *lower = [self.weights_of_sample(corner) for corner in point.corners]
            return mixed(mixed(own, upper, point.x), mixed(*lower, point.x), point.y)
        return own if point.to is None else mixed(own, self.weights_of_sample(point.to), point.at)

    def weights_of_sample(self, sample):
        if sample.own_class is not None:
            return self.one_hot(sample.own_class)
        return self.one_hot(int(draw_classes(self.counts, RandomStream(sample.seed, 'sampleClass'), 1)[0]))

    def one_hot(self, k):
        if not 0 <= k < self.class_count:
            raise ValueError(f'There is no class {k + 1}: there are {self.class_count}.')
        weights = np.zeros(self.class_count)
        weights[k] = self.ramp
        return weights

    def joined(self, z, weights):
        of_z = torch.from_numpy(z)
        return (of_z, torch.from_numpy(np.stack(weights).astype(np.float32))) if weights else (of_z,)
