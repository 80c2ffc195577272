"""The networks of a run, their optimisers, and its step [Chen et al. 2019, alg. 1 of the appendix]."""

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel

from checkpoint import ramp_at
from data import RefusalError
from draws import rotated_count
from losses import one_hot
from model import build
from passes import DiscriminatorPass, GeneratorPass
from weights import load_moments, load_vectors, load_weights, moments_of, vectors_of, weights_of


class Training:
    """world: how many processes share a batch out. parts: which of its shares are computed here, one after another."""

    def __init__(self, state, draws, device, world=1, parts=(0,)):
        self.config, self.draws, self.device, self.world, self.parts = state.config, draws, device, world, parts
        self.step, self.class_count = state.step, state.class_count
        self.build(state)
        self.load(state)

    def build(self, state):
        config, world, rotated = self.config, self.world, rotated_count(self.config)
        if config['batch'] % world or rotated % world:
            raise RefusalError(
                f'A batch of {config["batch"]} images, of which {rotated} are shown in all rotations, cannot be shared out '
                f'evenly among {world} processes: choose another "batch" in config.json.'
            )
        networks = build(config, state.channels, state.class_count)
        self.generator, self.discriminator = (network.to(self.device) for network in networks)
        average, _ = build(config, state.channels, state.class_count)
        self.average = average.to(self.device).requires_grad_(False)
        betas = config['adamBeta1'], config['adamBeta2']
        self.adam_g = torch.optim.Adam(self.generator.parameters(), config['learningRateG'], betas)
        self.adam_d = torch.optim.Adam(self.discriminator.parameters(), config['learningRateD'], betas)
        sizes = config, config['batch'] // world, rotated // world
        self.pass_d, self.pass_g = DiscriminatorPass(self.discriminator, *sizes), GeneratorPass(self.generator, *sizes)
        if dist.is_initialized():
            self.pass_d, self.pass_g = DistributedDataParallel(self.pass_d), DistributedDataParallel(self.pass_g)

    # --- state

    def load(self, state):
        tensors = state.tensors
        load_weights(self.average, tensors, 'average')
        load_weights(self.generator, tensors, 'generator' if state.has_moments else 'average')
        load_weights(self.discriminator, tensors, 'discriminator')
        load_vectors(self.discriminator, tensors)
        if state.has_moments and self.step > 0:  # else Adam begins with moments of zeros
            load_moments(self.adam_g, self.generator, tensors, 'generator', self.step)
            load_moments(self.adam_d, self.discriminator, tensors, 'discriminator', self.updates_of_d())

    def updates_of_d(self):
        return self.step * self.config['discriminatorSteps']

    def tensors(self):
        """By their names in the file."""
        return {
            **weights_of(self.generator, 'generator'),
            **weights_of(self.discriminator, 'discriminator'),
            **weights_of(self.average, 'average'),
            **vectors_of(self.discriminator),
            **moments_of(self.adam_g, self.generator, 'generator', self.step),
            **moments_of(self.adam_d, self.discriminator, 'discriminator', self.updates_of_d()),
        }

    # --- steps

    def advance(self):
        """One step: the updates of D, then that of G. Returns what was measured, by name: of D the means over its updates."""
        first, of_d = self.updates_of_d(), []
        for k in range(self.config['discriminatorSteps']):
            drawn = self.draws.of_discriminator(first + k)
            of_d.append(self.update_discriminator(drawn))
        of_g = self.update_generator(self.draws.of_generator(self.step), drawn)
        self.follow()
        self.step += 1
        return {**means(of_d), **of_g}

    def update_discriminator(self, drawn):
        has_penalty = self.config['penalty'] != 'none' and self.step % self.config['penaltyEvery'] == 0
        vectors, measured = self.discriminator.power_iteration(), []
        for part in self.parts:
            given = self.share(drawn, part)
            with torch.no_grad():
                fake = self.generator.train()(*self.code(given))
            loss, of_part = self.pass_d(given, fake, vectors, self.ramp_beside(), has_penalty)
            (loss / len(self.parts)).backward()
            measured.append(of_part)
        self.discriminator.keep(vectors)
        make_update(self.adam_d)
        return means(measured)

    def update_generator(self, drawn, of_d):
        """of_d: what D's last update was given"""
        vectors, measured = self.discriminator.requires_grad_(False).power_iteration(), []
        for part in self.parts:
            given = self.share(drawn, part)
            code = self.code(given)
            loss, of_part = self.pass_g(
                given, code, lambda images: self.discriminator(images, vectors), self.ramp_beside(), self.share(of_d, part)
            )
            (loss / len(self.parts)).backward()
            measured.append(of_part)
        self.discriminator.requires_grad_(True)
        make_update(self.adam_g)
        return means(measured)

    @torch.no_grad()
    def follow(self):
        """The averaged generator takes a step towards G; a young average must not remember the untrained beginning."""
        decay = min(self.config['emaDecay'], (1 + self.step) / (10 + self.step))
        for average, weight in zip(self.average.parameters(), self.generator.parameters()):
            average.mul_(decay).add_(weight, alpha=1 - decay)

    # --- inputs

    def share(self, drawn, part):
        """The rows of this part of the batch; `labelled`: how many images with a label a part has on average."""
        rows = lambda t: t[part * len(t) // self.world : (part + 1) * len(t) // self.world].to(self.device)
        given = {name: rows(t) for name, t in drawn.items()}
        if 'labels' in drawn:
            given['labelled'] = max(1, int((drawn['labels'] >= 0).sum())) / self.world
        return given

    def code(self, given):
        """What G is called with."""
        if 'classes' not in given:
            return (given['z'],)
        return given['z'], ramp_at(self.config, self.step) * one_hot(given['classes'], self.class_count)

    def ramp_beside(self):
        """The weight of conditional losses where they stand beside unconditional ones; else None."""
        has_ramp = self.class_count > 0 and self.config['rampUntil'] > 0
        return ramp_at(self.config, self.step) if has_ramp else None


def make_update(optimiser):
    optimiser.step()
    optimiser.zero_grad(set_to_none=True)


def means(measured):
    """Of several statistics by name: each over those that have it."""
    found = {}
    for name in dict.fromkeys(name for each in measured for name in each):
        values = [torch.as_tensor(each[name]).detach() for each in measured if each.get(name) is not None]
        if values:
            found[name] = torch.stack(values).mean()
    return found
