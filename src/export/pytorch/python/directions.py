"""Directions in which the pictures of a run change, as Quarterturn has found them: how points go along them."""

import os

import numpy as np

from checkpoint import read_tensors

SETS = ('pc', 'cf')  # principal components of activations, factors of weights
ZONES = ('early', 'middle', 'late')  # thirds of the norms of the generator
PREFIX = 'directions/'
SHIFTS = PREFIX + 'shifts/'


class Directions:
    """tensors: by name, `directions/pc` and `directions/cf` [K, latent], and `directions/shifts/NORM` [2 K, C].

    The last say what one sigma along each direction, those of pc first, adds to the channel means of the input of a norm.
    """

    def __init__(self, tensors):
        self.vectors = {kind: tensors[PREFIX + kind].numpy() for kind in SETS}
        self.shifts = {name[len(SHIFTS) :]: t for name, t in tensors.items() if name.startswith(SHIFTS)}

    def along(self, z, edits):
        """z after those that are not limited to a zone. [latent]"""
        for edit in edits:
            vector = self.vector_of(edit).astype(np.float64)
            if edit.zone is None:
                z = (z.astype(np.float64) + edit.sigmas * vector).astype(np.float32)
        return z

    def sigmas_of(self, edits):
        """How far those that are limited to a zone go along each direction. [zones, 2 K]"""
        count = len(self.vectors['pc'])
        sigmas = np.zeros((len(ZONES), len(SETS) * count), np.float32)
        for edit in edits:
            if edit.zone is not None:
                sigmas[ZONES.index(edit.zone), SETS.index(edit.kind) * count + edit.index] += edit.sigmas
        return sigmas

    def vector_of(self, edit):
        known = self.vectors[edit.kind]
        if edit.index >= len(known):
            raise ValueError(f'There is no direction {edit.kind}{edit.index + 1}: there are {len(known)}.')
        return known[edit.index]


def read_directions(folder, step):
    """None where those of the folder are of another step: it has been trained since."""
    tensors, about = read_tensors(os.path.join(folder, 'directions.safetensors'))
    return Directions(tensors) if about['step'] == step else None
