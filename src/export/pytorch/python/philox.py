"""Quarterturn's random numbers. A stream is a function of a seed, a purpose and an index: a run goes on with its own draws.

Philox4x32-10 [Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"].
"""

import numpy as np

PURPOSES = {
    'dataOrder': 2,
    'flips': 3,
    'latentD': 4,
    'latentG': 5,
    'augmentationD': 6,
    'augmentationG': 7,
    'sample': 8,
    'calibration': 9,
    'heldOut': 12,
    'randomLabels': 19,
    'classesD': 20,
    'classesG': 21,
    'sampleClass': 22,
    'labelledOrder': 23,
    'noiseLoop': 24,
}
LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)


def philox(counters, key):
    """counters: four arrays of 32-bit words in uint64. Four arrays of random words."""
    c0, c1, c2, c3 = counters
    k0, k1 = (np.uint64(word) for word in key)
    for _ in range(10):
        product0, product1 = np.uint64(0xD2511F53) * c0, np.uint64(0xCD9E8D57) * c2
        c0, c1, c2, c3 = (product1 >> HALF) ^ c1 ^ k0, product1 & LOW, (product0 >> HALF) ^ c3 ^ k1, product0 & LOW
        k0, k1 = (k0 + np.uint64(0x9E3779B9)) & LOW, (k1 + np.uint64(0xBB67AE85)) & LOW
    return c0, c1, c2, c3


class RandomStream:
    def __init__(self, seed, purpose, index=0):
        self.key = seed, PURPOSES[purpose]
        self.index = index
        self.drawn = 0

    def words(self, count):
        """The next ones, from 0 to 2^32 - 1, as float64."""
        first, last = self.drawn // 4, (self.drawn + count + 3) // 4
        blocks = np.arange(first, last, dtype=np.uint64)
        fill = lambda word: np.full_like(blocks, word)
        words = philox((blocks, fill(self.index & 0xFFFFFFFF), fill(self.index >> 32), fill(0)), self.key)
        start = self.drawn - 4 * first
        self.drawn += count
        return np.stack(words, 1).ravel()[start : start + count].astype(np.float64)

    def uniforms(self, count):
        """In [0, 1)."""
        return self.words(count) / 2**32

    def normals(self, *shape):
        """Standard normal [Box and Muller 1958], float32. They come in pairs: draw all of a stream at once."""
        count = int(np.prod(shape))
        words = self.words(count + count % 2).reshape(-1, 2)
        radius, angle = np.sqrt(-2 * np.log((words[:, 0] + 1) / 2**32)), 2 * np.pi * words[:, 1] / 2**32
        pairs = np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)
        return pairs.ravel()[:count].astype(np.float32).reshape(shape)

    def below(self, limit, count):
        """Integers from 0 to limit - 1."""
        return np.floor(self.uniforms(count) * limit).astype(np.int64)

    def permutation(self, count):
        """0 to count - 1 in random order [Durstenfeld 1964]."""
        order = list(range(count))
        last = np.arange(count - 1, 0, -1)
        others = np.floor(self.uniforms(len(last)) * (last + 1)).astype(np.int64)
        for i, j in zip(last.tolist(), others.tolist()):
            order[i], order[j] = order[j], order[i]
        return np.array(order, dtype=np.int64)


def draw_classes(counts, stream, count):
    """Classes in proportion to these counts; each as often as the others where all are 0."""
    ends = np.cumsum(counts if any(counts) else np.ones(len(counts)))
    return np.searchsorted(ends, stream.uniforms(count) * ends[-1], side='right')
