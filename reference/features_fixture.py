"""Oracle of the work on features: scikit-learn on the same numbers.

Both sides draw them with the generator of Park and Miller (1988): blobs around drawn centres, some of them overlapping.

Run: python3 reference/features_fixture.py  (writes src/eval/features/features.fixture.json)
"""
import json
import pathlib
import warnings

import numpy as np
from scipy.stats import binomtest
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import silhouette_samples, silhouette_score
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

ROWS, WIDTH, BLOBS, SEED = 180, 12, 5, 7
SPREAD = 1.6  # of a blob, against centres in ± 1: neighbouring blobs run into one another
NEIGHBOURS = 6
TRAINED = 120  # rows; the others are held out
TARGET = pathlib.Path(__file__).parent.parent / 'src/eval/features/features.fixture.json'


class Stream:
    """The minimal standard generator [Park and Miller 1988]: exact in doubles, so the same in every language."""

    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        """In ± 1."""
        self.state = self.state * 16807 % 2147483647
        return 2 * (self.state / 2147483647) - 1


def draw():
    """float32 rows; row i belongs to blob i mod BLOBS."""
    stream = Stream(SEED)
    centres = [[stream.uniform() for _ in range(WIDTH)] for _ in range(BLOBS)]
    rows = [[centre + SPREAD * stream.uniform() for centre in centres[i % BLOBS]] for i in range(ROWS)]
    return np.array(rows).astype(np.float32).astype(np.float64), np.arange(ROWS) % BLOBS


def k_means(x):
    cases = []
    for k in (2, BLOBS, 12):
        fitted = KMeans(k, init=x[:k], n_init=1, tol=0, max_iter=1000, algorithm='lloyd').fit(x)
        best = KMeans(k, n_init=100, tol=0, max_iter=1000, random_state=0).fit(x)
        cases.append(dict(k=k, inertia=fitted.inertia_, assignment=fitted.labels_.tolist(), bestInertia=best.inertia_,
                          silhouette=silhouette_score(x, fitted.labels_)))
    return cases


def logistic(x, y):
    scaler = StandardScaler().fit(x[:TRAINED])
    seen, held = scaler.transform(x[:TRAINED]), scaler.transform(x[TRAINED:])
    cases = []
    for strength in (1.0, 0.01):
        fitted = LogisticRegression(C=1 / strength, tol=1e-12, max_iter=100000).fit(seen, y[:TRAINED])
        chances = fitted.predict_proba(seen)[np.arange(TRAINED), y[:TRAINED]]
        objective = -np.log(chances).sum() + strength / 2 * (fitted.coef_ ** 2).sum()
        cases.append(dict(strength=strength, objective=objective, accuracy=fitted.score(held, y[TRAINED:]),
                          probabilities=np.round(fitted.predict_proba(held[:10]), 9).tolist()))
    return cases


def neighbours(x):
    distances, indices = NearestNeighbors(n_neighbors=NEIGHBOURS + 1, metric='cosine', algorithm='brute').fit(x).kneighbors(x)
    return dict(k=NEIGHBOURS, indices=indices[:, 1:].tolist(), distances=np.round(distances[:, 1:], 9).tolist())


def wilson():
    cases = [(0, 5), (5, 5), (37, 60), (990, 1000)]
    intervals = [binomtest(right, of).proportion_ci(0.95, 'wilson') for right, of in cases]
    return [dict(right=right, of=of, low=i.low, high=i.high) for (right, of), i in zip(cases, intervals)]


def main():
    warnings.simplefilter('error')
    x, y = draw()
    cut = KMeans(3, init=x[:3], n_init=1, tol=0).fit(x).labels_
    fixture = dict(rows=ROWS, width=WIDTH, blobs=BLOBS, seed=SEED, spread=SPREAD, trained=TRAINED, sum=x.sum(), kMeans=k_means(x),
                   silhouettes=np.round(silhouette_samples(x, cut), 9).tolist(), silhouetteLabels=cut.tolist(),
                   logistic=logistic(x, y), neighbours=neighbours(x), wilson=wilson())
    TARGET.write_text(json.dumps(fixture, separators=(',', ':')) + '\n')


if __name__ == '__main__':
    main()
