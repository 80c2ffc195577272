"""From the tensors of the file to those of the networks, and back.

generator, codes = load_generator('.')
images = generator(*codes.of([Point(seed=1), Point(seed=2)]))
"""

import torch

from checkpoint import State
from directions import ZONES, read_directions
from latents import Codes
from model import Norm, build, measure_statistics

CONTAINERS = {'norms', 'ups', 'blocks', 'convs', 'heads'}  # of layers: no part of a name in the file


def load_generator(folder):
    """The averaged generator with the statistics of Quarterturn's pictures, and what makes its inputs of points."""
    state = State(folder)
    generator, _ = build(state.config, state.channels, state.class_count)
    load_weights(generator, state.tensors, 'average')
    directions = read_directions(folder, state.step)
    if directions:
        load_shifts(generator, directions.shifts)
    codes = Codes(state, directions)
    return measure_statistics(generator, codes.calibration()), codes


@torch.no_grad()
def load_weights(network, tensors, group):
    """group: of the file, such as 'average'"""
    for name, parameter in named_as_in_file(network):
        parameter.copy_(to_torch(tensors[f'{group}/{name}']))


def load_shifts(generator, shifts):
    """shifts: what one sigma along each direction adds to the means of a norm's input, [directions, C], by the norm's name."""
    norms = norms_of(generator)
    for i, (name, norm) in enumerate(norms):
        norm.zone, norm.shifts = len(ZONES) * i // len(norms), shifts[name]


def norms_of(generator):
    """(name in the file, norm) in the order in which an image passes them"""
    modules = generator.named_modules()
    return [('/'.join(parts_of(name)), module) for name, module in modules if isinstance(module, Norm)]


def named_as_in_file(network):
    for name, parameter in network.named_parameters():
        parts = parts_of(name)
        yield '/'.join(parts[:-1] + ['kernel'] if parameter.dim() == 4 else parts), parameter


def parts_of(name):
    return [part for part in name.split('.') if part not in CONTAINERS]


def to_torch(t):
    """Kernels [H, W, in, out] -> [out, in, H, W], transposed ones [H, W, out, in] -> [in, out, H, W], matrices -> [out, in]."""
    return t.permute(3, 2, 0, 1) if t.dim() == 4 else t.t() if t.dim() == 2 else t


def from_torch(t):
    return t.permute(2, 3, 1, 0) if t.dim() == 4 else t.t() if t.dim() == 2 else t


@torch.no_grad()
def load_vectors(discriminator, tensors):
    """The vectors u of spectral norm, [1, H * W * in] -> [in * H * W]."""
    for name, module in normalised_modules(discriminator):
        u, shape = tensors[f'spectral/{name}'], module.weight.shape[1:]
        module.u.copy_(u.reshape(*shape[1:], shape[0]).permute(2, 0, 1).flatten() if len(shape) == 3 else u.flatten())


def vectors_of(discriminator):
    found = {}
    for name, module in normalised_modules(discriminator):
        u, shape = module.u, module.weight.shape[1:]
        found[f'spectral/{name}'] = (u.reshape(shape).permute(1, 2, 0) if len(shape) == 3 else u).reshape(1, -1)
    return found


def normalised_modules(discriminator):
    """(name in the file, layer) of each matrix under spectral norm"""
    if not discriminator.spectral_norm:
        return []
    of_weights = {id(module.weight): module for module in discriminator.matrices()}
    return [(name, of_weights[id(p)]) for name, p in named_as_in_file(discriminator) if id(p) in of_weights]


def weights_of(network, group):
    return {f'{group}/{name}': from_torch(parameter) for name, parameter in named_as_in_file(network)}


MOMENTS = {'first': 'exp_avg', 'second': 'exp_avg_sq'}  # in the file and in torch.optim.Adam


def load_moments(optimiser, network, tensors, group, updates):
    """updates: how many Adam has made"""
    for name, parameter in named_as_in_file(network):
        moments = {key: to_torch(tensors[f'adam/{group}/{kind}/{name}']) for kind, key in MOMENTS.items()}
        moments = {key: t.to(parameter.device).contiguous() for key, t in moments.items()}
        optimiser.state[parameter] = {'step': torch.tensor(float(updates)), **moments}


def moments_of(optimiser, network, group, updates):
    """updates: how many the file says; moments that began later are as large as if they had begun with the run."""
    found = {}
    for (kind, key), beta in zip(MOMENTS.items(), optimiser.param_groups[0]['betas']):
        for name, parameter in named_as_in_file(network):
            state = optimiser.state.get(parameter)
            moment = torch.zeros_like(parameter)
            if state:
                moment = state[key] * ((1 - beta**updates) / (1 - beta ** state['step'].item()))
            found[f'adam/{group}/{kind}/{name}'] = from_torch(moment)
    return found
