"""Oracle of the scores: each one from its definition, slowly, with numpy, scipy and scikit-learn in float64, not from the TypeScript.

Both sides draw the same tables with the generator of Park and Miller (1988), which is exact in doubles, and round them to float32.

Run: python3 reference/metrics_fixture.py  (writes src/eval/metrics/metrics.fixture.json)
"""
import json
import pathlib

import numpy as np
from scipy.linalg import sqrtm
from scipy.signal import convolve2d
from scipy.stats import betabinom, binomtest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

TARGET = pathlib.Path(__file__).parent.parent / 'src/eval/metrics/metrics.fixture.json'

# Each table is drawn as draw_table does; copied: the first rows of fake are the last ones of real, in order.
CASES = {
    'alike': dict(width=12, real=dict(seed=1, rows=60), fake=dict(seed=2, rows=50)),
    'shifted and wider': dict(width=16, real=dict(seed=3, rows=70), fake=dict(seed=4, rows=90, offset=0.5, scale=1.5)),
    'narrower': dict(width=6, real=dict(seed=5, rows=64), fake=dict(seed=6, rows=40, scale=0.4)),
    'with dead and dependent features': dict(
        width=20, real=dict(seed=7, rows=60, dependent=True), fake=dict(seed=8, rows=66, scale=1.2, dependent=True)),
    'half copied': dict(width=8, real=dict(seed=9, rows=60), fake=dict(seed=10, rows=40), copied=20),
}
TRAINING, HELD_OUT = dict(seed=21, rows=80), dict(seed=22, rows=45)  # for the search for copies, which looks at `fake`
# Rows take turns among the classes, whose centres are drawn; samples are asked for the class `turned` further on, and every `unknown`th real image
# has none. With a hundred held-out images of a known class the classifier learns from all training images, else it leaves out one in four.
CLASSES = [
    dict(name='tested by held-out images', count=4, spread=0.9, turned=0, unknown=11, width=10, centres=61, real=dict(seed=62, rows=120),
         fake=dict(seed=63, rows=100, scale=1.3), training=dict(seed=64, rows=150), heldOut=dict(seed=65, rows=130)),
    dict(name='tested by one in four, samples turned', count=5, spread=0.5, turned=2, unknown=7, width=8, centres=71,
         real=dict(seed=72, rows=150), fake=dict(seed=73, rows=75), training=dict(seed=74, rows=210), heldOut=dict(seed=75, rows=60)),
]
PICTURES = [dict(seed=41, size=16), dict(seed=42, size=32), dict(seed=43, size=64), dict(seed=44, size=37)]


class Stream:
    """The minimal standard generator [Park and Miller 1988]."""

    def __init__(self, seed):
        self.state = seed

    def bits(self):
        self.state = self.state * 16807 % 2147483647
        return self.state

    def uniform(self):
        return 2 * (self.bits() / 2147483647) - 1


def draw_table(seed, rows, width, offset=0.0, scale=1.0, dependent=False):
    """Each feature leans on the one before it. Dependent: feature 3 is dead, feature 5 is twice feature 4."""
    stream = Stream(seed)
    table = np.zeros((rows, width))
    for i in range(rows):
        before = 0.0
        for k in range(width):
            before = 0.5 * before + stream.uniform()
            table[i, k] = offset + scale * before
    table = table.astype(np.float32)
    if dependent:
        table[:, 3] = 0
        table[:, 5] = 2 * table[:, 4]
    return table.astype(np.float64)


# --- scores from their definitions ---------------------------------------------------------------------------------------

def frechet(x, y):
    c1, c2 = np.cov(x, rowvar=False), np.cov(y, rowvar=False)  # numpy's are unbiased
    root = sqrtm(c1 @ c2).real
    return np.sum((x.mean(0) - y.mean(0)) ** 2) + np.trace(c1 + c2 - 2 * root)


def mmd(x, y):
    def kernel(a, b):
        return (a @ b.T / a.shape[1] + 1) ** 3

    def within(a):
        k = kernel(a, a)
        np.fill_diagonal(k, 0)
        return k.sum() / (len(a) * (len(a) - 1))

    return within(x) + within(y) - 2 * kernel(x, y).mean()


def jackknife(x, y):
    variance = 0
    for side in (0, 1):
        count = len((x, y)[side])
        without = [mmd(*(np.delete(t, i, 0) if s == side else t for s, t in enumerate((x, y)))) for i in range(count)]
        variance += (count - 1) / count * np.sum((without - np.mean(without)) ** 2)
    return np.sqrt(variance)


def distances(a, b):
    return np.sqrt(((a[:, None] - b[None]) ** 2).sum(-1))


def radii(a, k):
    return np.sort(distances(a, a), axis=1)[:, k]  # at 0 stands the point itself


def precision_recall(real, fake, k=3):
    between = distances(real, fake)
    return (between <= radii(real, k)[:, None]).any(0).mean(), (between <= radii(fake, k)[None]).any(1).mean()


def density_coverage(real, fake, k=5):
    """As prdc has it [Naeem et al. 2020]."""
    between, reach = distances(real, fake), radii(real, k)
    return (between < reach[:, None]).sum(0).mean() / k, (between.min(1) < reach).mean()


def nearest(training, images):
    between = distances(images, training)
    ordered = np.sort(between, axis=1)[:, :50]
    return between.argmin(1), ordered[:, 0], ordered[:, 0] / ordered.mean(1)


def memorisation(training, fake, held_out):
    _, plain, relative = nearest(training, fake)
    _, plain_held_out, usual = nearest(training, held_out)
    place = int(0.05 * (len(usual) + 1))
    chance = betabinom(len(relative), place, len(usual) + 1 - place)
    return dict(
        copiedShare=np.mean(relative < np.sort(usual)[place - 1]), expectedShare=chance.mean() / len(relative),
        expectedDeviation=chance.std() / len(relative), distanceRatio=np.median(plain) / np.median(plain_held_out))


# --- scores of classes ---------------------------------------------------------------------------------------------------

def draw_classes(width, count, centres, spread, **recipe):
    """Rows take turns among the classes, and each class has its centre."""
    stream = Stream(centres)
    centre = np.array([[stream.uniform() for _ in range(width)] for _ in range(count)])
    classes = np.arange(recipe['rows']) % count
    return (draw_table(width=width, **recipe) + spread * centre[classes]).astype(np.float32).astype(np.float64), classes


def class_scores(case):
    shape = dict(width=case['width'], count=case['count'], centres=case['centres'], spread=case['spread'])
    real, fake, training, held_out = (draw_classes(**shape, **case[side]) for side in ('real', 'fake', 'training', 'heldOut'))
    for _, classes in (real, training, held_out):
        classes[::case['unknown']] = -1
    fake[1][:] = (fake[1] + case['turned']) % case['count']
    place = np.array([np.sum(training[1][:i] == c) for i, c in enumerate(training[1])])
    by_held_out = np.sum(held_out[1] >= 0) >= 100
    learns = (training[1] >= 0) & (by_held_out | (place % 4 != 3))
    tested = held_out if by_held_out else (training[0][~learns], training[1][~learns])
    scaler = StandardScaler().fit(training[0][learns])
    fitted = LogisticRegression(C=1, tol=1e-12, max_iter=100000).fit(scaler.transform(training[0][learns]), training[1][learns])
    known = tested[1] >= 0
    right = fitted.predict(scaler.transform(fake[0])) == fake[1]
    right_real = fitted.predict(scaler.transform(tested[0][known])) == tested[1][known]
    ends = [binomtest(int(r.sum()), len(r)).proportion_ci(0.95, 'wilson') for r in (right, right_real)]
    return dict(
        classAccuracy=right.mean(), classAccuracyLow=ends[0].low, classAccuracyHigh=ends[0].high,
        classAccuracyReal=right_real.mean(), classAccuracyRealLow=ends[1].low, classAccuracyRealHigh=ends[1].high,
        perClass=[class_score(real[0][real[1] == c], fake[0][fake[1] == c], right[fake[1] == c]) for c in range(case['count'])])


def class_score(real, fake, right):
    """KID from 20 images a side on."""
    few = min(len(real), len(fake)) < 20
    spread = [distances(side, side).sum() / (len(side) * (len(side) - 1)) for side in (real, fake)]
    return dict(real=len(real), fake=len(fake), accuracy=right.mean(), kid=None if few else mmd(real, fake),
                kidStderr=None if few else jackknife(real, fake), diversity=spread[1] / spread[0])


# --- pictures ------------------------------------------------------------------------------------------------------------

def draw_pictures(seed, size):
    """A pattern with noise, and a paler, noisier one of the same pattern; [2, size, size], 0 to 255."""
    stream = Stream(seed)
    one = np.array([[(3 * x * y + 5 * x) % 180 + stream.bits() % 60 for x in range(size)] for y in range(size)])
    other = np.array([[(3 * int(value)) // 4 + stream.bits() % 50 for value in row] for row in one])
    return np.stack([one, other])


def ms_ssim(x, y):
    exponents = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]
    taps = np.exp(-((np.arange(11) - 5) ** 2) / (2 * 1.5 ** 2))
    window = np.outer(taps, taps) / np.sum(np.outer(taps, taps))
    blur = lambda picture: convolve2d(picture, window, mode='valid')
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    values = []
    while min(x.shape) >= 11 and len(values) < 5:
        mx, my = blur(x), blur(y)
        contrast = (2 * (blur(x * y) - mx * my) + c2) / (blur(x * x) - mx ** 2 + blur(y * y) - my ** 2 + c2)
        brightness = (2 * mx * my + c1) / (mx ** 2 + my ** 2 + c1)
        values.append((contrast.mean(), (contrast * brightness).mean()))
        even = 2 * (len(x) // 2)
        x, y = (p[:even, :even].reshape(even // 2, 2, even // 2, 2).mean((1, 3)) for p in (x, y))
    used = np.array(exponents[:len(values)]) / sum(exponents[:len(values)])
    factors = [contrast for contrast, _ in values[:-1]] + [values[-1][1]]
    return float(np.prod(np.maximum(0, factors) ** used))


def score(case):
    width, copied = case['width'], case.get('copied', 0)
    real, fake = (draw_table(width=width, **case[side]) for side in ('real', 'fake'))
    if copied:
        fake[:copied] = real[-copied:]
    training, held_out = (draw_table(width=width, **table) for table in (TRAINING, HELD_OUT))
    index, distance, relative = nearest(training, fake)
    precision, recall = precision_recall(real, fake)
    density, coverage = density_coverage(real, fake)
    return dict(
        frechet=frechet(real, fake), kid=mmd(real, fake), kidStderr=jackknife(real, fake), precision=precision, recall=recall,
        density=density, coverage=coverage, nearest=dict(index=index[:8], distance=distance[:8], relative=relative[:8]),
        memorisation=memorisation(training, fake, held_out))


if __name__ == '__main__':
    fixture = dict(
        cases=[dict(name=name, **case, expected=score(case)) for name, case in CASES.items()],
        training=TRAINING, heldOut=HELD_OUT,
        classes=[dict(**case, expected=class_scores(case)) for case in CLASSES],
        pictures=[dict(**p, similarity=ms_ssim(*draw_pictures(**p).astype(np.float64))) for p in PICTURES])
    TARGET.write_text(json.dumps(fixture, indent=1, default=lambda value: value.tolist()) + '\n')
