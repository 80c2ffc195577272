"""Holds the PyTorch export (src/export/pytorch/python) to Quarterturn, and makes the fixture by which a test holds Quarterturn to it.

1. Its steps on given batches against those of ssgan.py, which is written from the papers: step.fixture.json, conditional.fixture.json.
2. For each RUN (a folder of `npm run train`): the exported zip draws the pictures of `npm run sample`, train.py has the losses of `npm run train
   -- --resume`, two processes (gloo) train as one does that computes batch norm for each half, and what it saved is resumed by `npm run train`.

Run: python3 reference/pytorch_export.py [--write] [RUN ...]  (--write writes src/export/pytorch/pytorch.fixture.json)
"""
import argparse
import base64
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from types import SimpleNamespace

import numpy as np
import torch
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parent.parent
PYTHON = ROOT / 'src/export/pytorch/python'
TARGET = PYTHON.parent / 'pytorch.fixture.json'
sys.path.insert(0, str(PYTHON))

import philox
from checkpoint import State
from data import NO_CLASS, Dataset
from directions import SETS, Directions
from draws import Draws
from latents import Codes
from model import build, measure_statistics
from picture_code import parse
from ssgan import ARCHITECTURES, Sizes
from ssgan_fixture import Stream, pack
from training import Training
from weights import load_shifts, load_vectors, load_weights, norms_of

torch.set_num_threads(1)
OF_LABELLED = {'lossDClass', 'classAccuracyReal'}  # means of updates in Python, of all labelled images of a report in Quarterturn
PLAIN = dict(conditioning='none', rampFrom=0, rampUntil=0, softLabels=False, classWeight=1, labelledBatch=0, labelFeatures='network')


def state_of(config, tensors, step=0, channels=3, classes=0, counts=None):
    """What State reads of a folder."""
    return SimpleNamespace(
        config=config, tensors=tensors, step=step, channels=channels, class_count=classes, counts=counts or [1] * classes, about={}, has_moments=True)


# --- 1. steps on given batches ---------------------------------------------------------------------------------------------

class GivenDraws:
    """Those of a fixture, as train.py draws them."""

    def __init__(self, drawn, classes, updates):
        self.drawn, self.classes, self.updates = drawn, classes, updates

    def at(self, path):
        given = {name[len(path):]: torch.tensor(values) for name, values in self.drawn.items() if name.startswith(path)}
        given |= {name[len(path):]: torch.tensor(values) for name, values in self.classes.items() if name.startswith(path)}
        given['augmentation'] = given['augmentation'].reshape(-1, 7)
        return {**given, 'real': given['real'].permute(0, 3, 1, 2).contiguous()} if 'real' in given else given

    def of_discriminator(self, update):
        return self.at(f'{update // self.updates}/discriminator/{update % self.updates}/')

    def of_generator(self, step):
        return self.at(f'{step}/generator/')


def relative(seen, wanted): return (np.abs(seen - wanted).max() / max(np.abs(wanted).max(), 1e-12)).item()


def check_steps(name, case):
    config, stream, drawn = {**PLAIN, **case['config']}, Stream(case['seed']), {}
    config |= dict(penaltyWeight=config['penaltyWeight'] * config['penaltyEvery'], penaltyEvery=1)  # there every step has it
    for entry in case['inputs']:
        drawn[entry['name']] = stream.draw(int(np.prod(entry['shape'])), entry['offset'], entry['scale']).reshape(entry['shape'])
    tensors = {n: torch.tensor(t) for n, t in drawn.items()}
    tensors |= {n.replace('generator/', 'average/'): t for n, t in tensors.items() if n.startswith('generator/')}
    classes = case.get('classes', {})
    state = state_of(config, tensors, classes=3 if classes else 0)
    training = Training(state, GivenDraws(drawn, classes, config['discriminatorSteps']), 'cpu')
    losses = 0
    for wanted in case['statistics']:
        seen = {n: t.item() for n, t in training.advance().items()}
        named = wanted if isinstance(wanted, dict) else dict(zip(seen, wanted))
        if config['loss'] == 'relativistic':  # the common bias of all logits is rounding of which Adam makes whole steps
            for values in (seen, named):
                values['dReal'] -= values.pop('dFake')
        losses = max(losses, *(abs(seen[n] - named[n]) for n in seen if n not in OF_LABELLED))
    weights = 0
    for n, packed in case['state'].items():
        if config['loss'] == 'relativistic' and n.endswith('realness/bias'):
            continue
        wanted = np.frombuffer(base64.b64decode(packed), '<f4')
        weights = max(weights, relative(training.tensors()[n].detach().numpy().ravel(), wanted))
    print(f'{name}: losses differ by {losses:.1e}, the state after {len(case["statistics"])} steps by {weights:.1e} of each tensor')


# --- 2. runs ---------------------------------------------------------------------------------------------------------------

PREPARATION = ('size', 'framing', 'cropFraction', 'trimBars', 'background', 'blackLevel', 'whiteLevel')
SEEDS, STEPS, SHARED_STEPS = range(1, 17), 20, 4
ALONG_DIRECTIONS = ['42-pc3p1.5', '42-cf2m0.5late', '42-pc1p2early-pc2m1']


def quarterturn(*arguments):
    """The events that a command prints."""
    command = ['node', 'scripts/cli.mjs', *map(str, arguments), '--json']
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return [json.loads(line) for line in done.stdout.splitlines()]


def python(folder, *arguments, **environment):
    variables = {**os.environ, 'OMP_NUM_THREADS': '1', **environment}
    return subprocess.Popen([sys.executable, *map(str, arguments)], cwd=folder, stdout=subprocess.PIPE, text=True, env=variables)


def unpacked(archive, folder):
    shutil.unpack_archive(archive, folder)
    return folder


def pixels(path): return np.asarray(Image.open(path).convert('RGB')).astype(int)


def losses_of(events): return {event['step']: event for event in events if event['event'] == 'step'}


def check_pictures(run, folder, work):
    quarterturn('sample', '--run', run, '--seed', SEEDS[0], '--count', len(SEEDS), '--out', work / 'ours', '--backend', 'wasm')
    python(folder, 'sample.py', *SEEDS, '--out', work / 'theirs').communicate()
    differences = [np.abs(pixels(work / f'ours/seed-{s:06d}.png') - pixels(work / f'theirs/{s}.png')).max() for s in SEEDS]
    print(f'  {len(SEEDS)} pictures differ by {max(differences)} of 255')
    about = State(folder).described
    codes = [f'{about["run"]}-{about["step"]}-{edits}' for edits in ALONG_DIRECTIONS]
    for code in codes:
        quarterturn('sample', '--run', run, '--code', code, '--out', work / f'ours/{code}.png', '--scale', 1, '--backend', 'wasm')
    python(folder, 'sample.py', *codes, '--out', work / 'theirs').communicate()
    differences = [np.abs(pixels(work / f'ours/{code}.png') - pixels(work / f'theirs/{code}.png')).max() for code in codes]
    print(f'  {len(codes)} pictures along directions differ by {max(differences)} of 255')


def check_losses(run, folder, images, work):
    """Means over 10 steps each. Returns the state that PyTorch saved."""
    first = State(folder).step
    ours = losses_of(quarterturn('train', '--resume', run, '--steps', first + STEPS, '--out', work / 'more', '--backend', 'wasm'))
    began = time.perf_counter()
    printed, _ = python(folder, 'train.py', images, '--steps', STEPS).communicate()
    seconds = time.perf_counter() - began
    largest = 0
    for step, text in re.findall(r'^step (\d+): (.*) \(', printed, flags=re.M):
        words = text.split()
        theirs = dict(zip(words[::2], map(float, words[1::2])))
        differences = {name: abs(value - ours[int(step)][name]) for name, value in theirs.items() if name not in OF_LABELLED}
        largest = max(largest, *differences.values())
        for name in ('lossD', 'lossG'):
            print(f'  step {step}: {name} {ours[int(step)][name]:.6f} in Quarterturn, {theirs[name]:.6f} in PyTorch')
    print(f'  all that is measured in these {STEPS} steps differs by at most {largest:.1e}; they took {seconds:.1f} s, reading the images included')
    return first


def check_resumed(run, folder, first, data, work):
    """Ten steps of Quarterturn behind those that PyTorch made, against thirty of its own."""
    last = first + STEPS + 10
    alone = losses_of(quarterturn('train', '--resume', run, '--steps', last, '--out', work / 'alone', '--backend', 'wasm'))[last]
    after = losses_of(quarterturn('train', '--resume', folder / 'weights.safetensors', '--data', data, '--steps', last, '--out', work / 'after', '--backend', 'wasm'))[last]
    largest = max(abs(alone[name] - after[name]) for name in alone if name.startswith('loss'))
    print(f'  ten steps of Quarterturn after them have losses that differ by {largest:.1e} from those without PyTorch')


def check_processes(archive, images, work):
    """Two processes against one that computes both halves."""
    two, halves = unpacked(archive, work / 'two'), unpacked(archive, work / 'halves')
    shared = dict(MASTER_ADDR='127.0.0.1', MASTER_PORT=str(20000 + os.getpid() % 20000), WORLD_SIZE='2')
    processes = [python(two, 'train.py', images, '--steps', SHARED_STEPS, RANK=str(rank), **shared) for rank in (0, 1)]
    assert [process.wait() for process in processes] == [0, 0]
    state = State(halves)
    training = Training(state, Draws(state.config, Dataset(str(images), state)), 'cpu', world=2, parts=(0, 1))
    for _ in range(SHARED_STEPS):
        training.advance()
    saved = State(two).tensors
    differences = [relative(saved[n].numpy(), t.detach().numpy()) for n, t in training.tensors().items()]
    print(f'  two processes: the state after {SHARED_STEPS} steps differs by {max(differences):.1e} of each tensor from one process with batch norm per half')


def check_run(run):
    print(run)
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        archive = work / 'run.zip'
        print(f'  {quarterturn("export", "--run", run, "--format", "pytorch", "--out", archive)[-1]["bytes"]} bytes')
        folder = unpacked(archive, work / 'pytorch')
        config, data = State(folder).config, State(folder).about['data']
        settings = [part for name in PREPARATION for part in ('--set', f'{name}={json.dumps(config[name]).strip(chr(34))}')]
        quarterturn('images', '--data', data, *settings, '--out', work / 'images')
        check_pictures(run, folder, work)
        first = check_losses(run, folder, work / 'images', work)
        check_resumed(run, folder, first, data, work)
        check_processes(archive, work / 'images', work)


# --- the fixture: outputs of the Python files, to which a test holds Quarterturn -------------------------------------------

TINY = dict(
    PLAIN, size=16, width=4, latent=8, batch=8, seed=7, rotatedShare=1, adversarial=True, heldOut=0.25, alpha=0.3, beta=0.8, generatorNorm='batch',
    spectralNorm=True, loss='hinge', penalty='none', penaltyWeight=0.5, penaltyEvery=2, learningRateD=1e-3, learningRateG=2e-3, adamBeta1=0.5,
    adamBeta2=0.99, discriminatorSteps=1, emaDecay=0.9, flip=False, augmentColor=0, augmentTranslation=0, augmentCutout=0, architecture='sndcgan')
CASES = {
    'SNDCGAN, two updates of D, mirrored and augmented images': (3, TINY | dict(
        discriminatorSteps=2, flip=True, augmentColor=0.7, augmentTranslation=1, augmentCutout=0.5)),
    'ResNet of grey images, class-conditional, with a ramp and R1': (1, TINY | dict(
        architecture='resnet', conditioning='given', rampFrom=0, rampUntil=0.08, penalty='r1', loss='non-saturating')),
    'self-modulated': (3, TINY | dict(generatorNorm='self-modulated', loss='least-squares', spectralNorm=False, rotatedShare=0.5)),
    'self-modulated with classes, of which D predicts what is missing': (3, TINY | dict(
        generatorNorm='self-modulated', conditioning='co-trained', labelledBatch=0.5, classWeight=0.6, augmentTranslation=0.5)),
}
COUNTS, IMAGES, FIRST_STEP, FIXTURE_STEPS = [5, 9, 3], 24, 5, 3
CODES = ['1', 'run-5-2-to3-at0.25', 'run-5-2-c2-to3-toc1-at0.7-lerp', 'run-5-4-loop0.5-at0.3', 'run-5-4-c1-toc3-at0.25',
         'run-5-4-c2-pad5c1.6.c3-x0.3-y0.6', 'run-5-4-c2-toc3-at0.25-zacfzpmmagn7yc', 'run-5-4-to5-at0.6-var0.7',
         'run-5-4-pc3p1.5', 'run-5-4-c2-cf2m0.5late', 'run-5-4-to5-at0.6-var0.7-pc1p1early-cf8m1.25middle-pc1p0.5early-pc2m2']


def orientable_images(channels):
    """As orientableImages in src/gan/test-support.ts."""
    philox.PURPOSES['dataset'] = 10
    noise = philox.RandomStream(11, 'dataset').below(60, IMAGES * 16 * 16 * channels).reshape(IMAGES, 16, 16, channels)
    rows, columns = np.arange(16)[:, None, None], np.arange(16)[None, :, None]
    return (80 + 90 * (rows < 8) - 60 * (columns < 4) + noise).astype(np.uint8)


def dataset_of(channels, has_classes):
    """With classes as classesInTurn in src/gan/test-support.ts has them."""
    i = np.arange(IMAGES)
    classes = np.where(i % 5 == 4, NO_CLASS, i % len(COUNTS)).astype(np.int32) if has_classes else None
    given = np.where(i % 3 == 0, classes, NO_CLASS) if has_classes else None
    return SimpleNamespace(pixels=orientable_images(channels), classes=classes, given=given, counts=COUNTS if has_classes else [])


def recipe(config, channels, classes):
    """(name, shape, offset, scale) of every tensor of a checkpoint. Second moments are squares of first ones, and so above 0."""
    networks = ARCHITECTURES[config['architecture']]
    has_predictor = config['conditioning'] == 'co-trained'
    sizes = Sizes(size=16, width=4, latent=8, batch=8, rotated=2, channels=channels, classes=classes, predictor=has_predictor)
    of_g = list(networks.generator_shapes(sizes, config['generatorNorm']))
    of_d = list(networks.discriminator_shapes(sizes))
    for group, shapes in (('generator', of_g), ('discriminator', of_d), ('average', of_g)):
        yield from ((f'{group}/{name}', *rest) for name, *rest in shapes)
    if config['spectralNorm']:
        yield from ((f'spectral/{name}', (1, int(np.prod(shape[:-1]))), 0, 1) for name, shape, *_ in of_d if len(shape) > 1)
    for group, shapes in (('generator', of_g), ('discriminator', of_d)):
        yield from ((f'adam/{group}/first/{name}', shape, 0, 0.02) for name, shape, *_ in shapes)
        yield from ((f'adam/{group}/second/{name}', shape, 0.002, 0.001) for name, shape, *_ in shapes)


def direction_recipe(config, channels, classes):
    """The same of directions and their shifts."""
    generator, _ = build(config, channels, classes)
    count = config['latent']
    yield from ((f'directions/{kind}', (count, config['latent']), 0, 0.5) for kind in SETS)
    yield from ((f'directions/shifts/{name}', (len(SETS) * count, len(norm.mean)), 0, 0.3) for name, norm in norms_of(generator))


@torch.no_grad()
def outputs(state, dataset):
    generator, discriminator = build(state.config, state.channels, state.class_count)
    load_weights(generator, state.tensors, 'average')
    load_weights(discriminator, state.tensors, 'discriminator')
    load_vectors(discriminator, state.tensors)
    directions = Directions(state.tensors)
    load_shifts(generator, directions.shifts)
    codes = Codes(state, directions)
    measure_statistics(generator, codes.calibration())
    images = generator(*codes.of([parse(code)[0] for code in CODES])).permute(0, 2, 3, 1)
    real = torch.tensor(dataset.pixels[:4] / 127.5 - 1, dtype=torch.float32).permute(0, 3, 1, 2)
    return images.contiguous(), torch.cat(list(discriminator(real).values()), 1)


def fixture_case(seed, channels, config):
    classes = len(COUNTS) if config['conditioning'] != 'none' else 0
    stream, inputs = Stream(seed), [*recipe(config, channels, classes), *direction_recipe(config, channels, classes)]
    tensors = {name: torch.tensor(stream.draw(int(np.prod(shape)), offset, scale).reshape(shape)) for name, shape, offset, scale in inputs}
    state, dataset = state_of(config, tensors, FIRST_STEP, channels, classes, COUNTS), dataset_of(channels, classes > 0)
    images, logits = outputs(state, dataset)
    training = Training(state, Draws(config, dataset), 'cpu')
    statistics = [{name: float(f'{t.item():.7g}') for name, t in training.advance().items()} for _ in range(FIXTURE_STEPS)]
    return dict(
        seed=seed, config=config, channels=channels, classes=classes, inputs=[dict(name=n, shape=s, offset=o, scale=c) for n, s, o, c in inputs],
        images=pack(images), logits=pack(logits), statistics=statistics)


def write_fixture():
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(PYTHON.glob('*.py'))}
    cases = {name: fixture_case(3 + i, *case) for i, (name, case) in enumerate(CASES.items())}
    fixture = dict(files=digests, step=FIRST_STEP, counts=COUNTS, images=IMAGES, codes=CODES, cases=cases)
    TARGET.write_text(json.dumps(fixture, separators=(',', ':')) + '\n')
    print(TARGET.stat().st_size, 'bytes of fixture')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('runs', nargs='*', metavar='RUN', type=pathlib.Path)
    parser.add_argument('--write', action='store_true', help='writes the fixture')
    options = parser.parse_args()
    for file in ('step', 'conditional'):
        for name, case in json.loads((ROOT / f'src/gan/{file}.fixture.json').read_text())['cases'].items():
            check_steps(name, case)
    for run in options.runs:
        check_run(run.resolve())
    if options.write:
        write_fixture()


if __name__ == '__main__':
    main()
