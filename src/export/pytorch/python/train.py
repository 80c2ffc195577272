"""Goes on training where Quarterturn stood, on a folder of images:

    python3 train.py IMAGES --steps 1000
    torchrun --nproc_per_node 4 train.py IMAGES --steps 1000

The processes share a batch out; each computes batch norm of its own part. The state is written into the folder of this file.
"""

import argparse
import os
import sys
import time

import torch
import torch.distributed as dist

from checkpoint import State
from data import Dataset, RefusalError
from draws import Draws
from training import Training, means

FOLDER = os.path.dirname(os.path.abspath(__file__))


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('images', help='a folder, such as "npm run images" writes')
    parser.add_argument('--steps', type=int, required=True, metavar='N', help='how many more')
    parser.add_argument('--report-every', type=int, default=10, metavar='N', help='steps, of which the means are printed')
    parser.add_argument('--save-every', type=int, default=1000, metavar='N', help='steps; the end is saved too')
    options = parser.parse_args()
    if min(options.report_every, options.save_every) < 1:
        parser.error('--report-every and --save-every are at least 1.')
    return options


def open_device():
    """(device, rank, world), by the environment that torchrun makes."""
    rank, world, local = (int(os.environ.get(*name)) for name in (('RANK', 0), ('WORLD_SIZE', 1), ('LOCAL_RANK', 0)))
    on_gpu = torch.cuda.is_available()
    device = torch.device('cuda', local) if on_gpu else torch.device('cpu')
    if on_gpu:
        torch.cuda.set_device(device)
    if world > 1:
        dist.init_process_group('nccl' if on_gpu else 'gloo')
    return device, rank, world


def describe(training, dataset, state):
    images = (
        'the images of the run, so what comes would have come in Quarterturn' if dataset.is_of_run else 'not those of the run'
    )
    processes = 'one process' if training.world == 1 else f'{training.world} processes'
    print(f'{len(dataset.pixels)} images, {images}. From step {state.step} on, in {processes} on {training.device.type}.')
    if not state.has_moments:
        print('The snapshot had networks only: G begins as its average, and Adam with moments of zeros.')
    if state.config['labelFeatures'] == 'discriminator' and state.config['conditioning'] in ('clusters', 'inferred'):
        print('Classes stay what they are: only Quarterturn finds them anew.')


def report(training, measured, seconds, rank):
    """Prints the means over steps and processes. Raises RefusalError where one is no number."""
    found = means(measured)
    values = torch.stack([value.float().to(training.device) for value in found.values()])
    if training.world > 1:
        dist.all_reduce(values)
        values /= training.world
    if not values.isfinite().all():
        raise RefusalError(f'Training has failed by step {training.step}: a loss is no number. What was saved last is kept.')
    if rank == 0:
        words = [f'{name} {value:.6f}' for name, value in zip(found, values.tolist())]
        print(f'step {training.step}: {" ".join(words)} ({seconds / len(measured) * 1e3:.0f} ms a step)', flush=True)


def save(state, training, dataset, seconds):
    state.save(
        {**training.tensors(), **dataset.tables()},
        step=training.step,
        elapsedSeconds=state.about['elapsedSeconds'] + seconds,
        images=dataset.identity,
        classes=state.classes and {**state.classes, 'counts': dataset.counts},
    )


def train(options, device, rank, world):
    state = State(FOLDER)
    dataset = Dataset(options.images, state)
    training = Training(state, Draws(state.config, dataset), device, world, (rank,))
    if rank == 0:
        describe(training, dataset, state)
    measured, began = [], time.perf_counter()
    start = training.step
    since, end = began, start + options.steps
    while training.step < end:
        measured.append(training.advance())
        is_last = training.step == end
        is_due = is_last or training.step % options.save_every == 0
        if is_due or training.step % options.report_every == 0:
            now = time.perf_counter()
            report(training, measured, now - since, rank)
            measured, since = [], now
        if is_due and rank == 0:
            save(state, training, dataset, time.perf_counter() - began)
    if rank == 0:
        print(f'Step {end} is in weights.safetensors, in place of step {start}.')


def main():
    options = parse()
    device, rank, world = open_device()
    try:
        train(options, device, rank, world)
    except RefusalError as refusal:
        sys.exit(str(refusal) if rank == 0 else 1)


if __name__ == '__main__':
    main()
