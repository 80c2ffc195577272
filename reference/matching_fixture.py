"""Oracle of the matching of new clusters with old ones: scipy's linear_sum_assignment on the same matrices.

Square and oblong ones, with real values, with whole numbers that have many ties, and overlaps of clusters, which are mostly 0.

Run: python3 reference/matching_fixture.py  (writes src/eval/labelling/matching.fixture.json)
"""
import json
import pathlib

import numpy as np
from scipy.optimize import linear_sum_assignment

TARGET = pathlib.Path(__file__).parent.parent / 'src/eval/labelling/matching.fixture.json'


def cases(random):
    yield 'one', np.array([[3.0]])
    yield 'square', np.round(random.uniform(-5, 5, (12, 12)), 6)
    yield 'more rows than columns', np.round(random.uniform(0, 1, (9, 4)), 6)
    yield 'more columns than rows', np.round(random.uniform(0, 1, (4, 9)), 6)
    yield 'many ties', random.integers(0, 3, (15, 15)).astype(float)
    yield 'all equal', np.ones((5, 5))
    overlaps = random.integers(0, 6, (20, 20)) * (random.uniform(size=(20, 20)) < 0.1)
    overlaps[np.arange(20), random.permutation(20)] += random.integers(0, 200, 20)
    yield 'overlaps', overlaps.astype(float)


def main():
    fixture = []
    for name, values in cases(np.random.default_rng(1)):
        rows, columns = linear_sum_assignment(values, maximize=True)
        matched = {int(row): int(column) for row, column in zip(rows, columns)}
        fixture.append(dict(name=name, values=values.tolist(), total=float(values[rows, columns].sum()),
                            matched=[matched.get(row) for row in range(len(values))]))
    TARGET.write_text(json.dumps(fixture, separators=(',', ':')) + '\n')


if __name__ == '__main__':
    main()
