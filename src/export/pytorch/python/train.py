"""Goes on training where Quarterturn stood, on a folder of images:

    python3 train.py IMAGES --steps 1000
    torchrun --nproc_per_node 4 train.py IMAGES --steps 1000

A batch is shared out among the processes; batch norm is computed in each of them. The state is written into this folder.
"""
import argparse
import os
import sys
import time

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from checkpoint import State, ramp_at
from data import Dataset, Draws, Refusal, rotated_count
from losses import D_LOSSES, G_LOSSES, augment, class_task, conditional_logit, one_hot, r1, rotation_task, told_of_real, with_rotations
from model import build, from_torch, load_weights, name_in_file, to_torch, vector_from_torch, vector_to_torch

# --- passes: each is one module with one forward, as DistributedDataParallel wants it --------------------------------------


class DiscriminatorPass(nn.Module):
    """L_D = V + beta L_rotation(real) [Chen et al. 2019, eq. 3]; with a ramp + t V(conditional) [Shahbazi et al. 2022, eq. 4]; + the class loss where D
    predicts labels; + the penalty in the steps that have it."""

    def __init__(self, discriminator, config, batch, rotated):
        super().__init__()
        self.discriminator, self.config, self.batch, self.rotated = discriminator, config, batch, rotated

    def forward(self, given, fake, vectors, ramp, has_penalty):
        """given: real, augmentation, with classes also labels of real images, classes of fake ones, and how many of the whole batch are labelled"""
        config, batch, group = self.config, self.batch, self.batch + 3 * self.rotated
        shown = torch.cat([with_rotations(given['real'], self.rotated), with_rotations(fake, self.rotated)])
        output = self.discriminator(augment(shown, given['augmentation'], config), vectors)
        of_real, of_fake = slice(0, batch), slice(group, group + batch)
        real, generated = output['realness'][of_real], output['realness'][of_fake]
        measured, told = {}, None
        if 'classes' in given:
            told = told_of_real(output, given['labels'], config['softLabels'])
            told_of_fake = one_hot(given['classes'], told.shape[1])
            pair = conditional_logit(output, told, of_real), conditional_logit(output, told_of_fake, of_fake)
            if ramp is None:
                real, generated = pair
            else:
                measured['lossDConditional'] = D_LOSSES[config['loss']](*pair)
        adversarial = D_LOSSES[config['loss']](real, generated)
        rotation, accuracy_real = rotation_task(output['rotation'][:group], self.rotated)
        accuracy_fake = rotation_task(output['rotation'][group:], self.rotated)[1]
        loss = adversarial + (ramp or 0) * measured.get('lossDConditional', 0)
        loss = config['adversarial'] * loss + config['beta'] * rotation
        if 'class' in output:
            entropy, hits = class_task(output['class'][of_real], given['labels'])
            # of the whole batch, of which this is one of several parts
            measured['lossDClass'], measured['classAccuracyReal'] = entropy / given['labelled'], hits / given['labelled']
            loss = loss + config['classWeight'] * measured['lossDClass']
        measured = {
            'lossD': loss, 'lossDAdversarial': adversarial, 'lossDRotation': rotation, 'dReal': real.mean(), 'dFake': generated.mean(),
            'rotationAccuracyReal': accuracy_real, 'rotationAccuracyFake': accuracy_fake, **measured}
        if has_penalty:
            def logit(images):
                of_images = self.discriminator(images, vectors)
                return of_images['realness'] if told is None or ramp is not None else conditional_logit(of_images, told, slice(0, batch))
            measured['penaltyR1'] = r1(logit, given['real'])
            loss = loss + config['penaltyWeight'] * config['penaltyEvery'] * measured['penaltyR1']
        return loss, measured


class GeneratorPass(nn.Module):
    """L_G = -V + alpha L_rotation(fake) [Chen et al. 2019, eq. 2]; with a ramp also t times the same of the conditional logits."""

    def __init__(self, generator, config, batch, rotated):
        super().__init__()
        self.generator, self.config, self.batch, self.rotated = generator, config, batch, rotated

    def forward(self, given, code, discriminate, ramp, of_discriminator):
        """discriminate: D, which stands still. of_discriminator: what D's last update was given; a relativistic loss compares with its real images."""
        config = self.config
        output = discriminate(augment(with_rotations(self.generator(*code), self.rotated), given['augmentation'], config))
        upright = slice(0, self.batch)
        fake, real = {False: output['realness'][upright]}, {False: None, True: None}  # by whether they are conditional
        of_real = None
        if config['loss'] == 'relativistic':
            with torch.no_grad():
                of_real = discriminate(augment(of_discriminator['real'], of_discriminator['augmentation'][:self.batch], config))
            real[False] = of_real['realness']
        if 'classes' in given:
            is_beside = ramp is not None
            fake[is_beside] = conditional_logit(output, one_hot(given['classes'], output['projection'].shape[1]), upright)
            if of_real:
                real[is_beside] = conditional_logit(of_real, told_of_real(of_real, of_discriminator['labels'], config['softLabels']), upright)
        adversarial = {kind: G_LOSSES[config['loss']](real[kind], logits) for kind, logits in fake.items()}
        rotation, _ = rotation_task(output['rotation'], self.rotated)
        loss = config['adversarial'] * (adversarial[False] + (ramp or 0) * adversarial.get(True, 0)) + config['alpha'] * rotation
        measured = {'lossG': loss, 'lossGAdversarial': adversarial[False], 'lossGRotation': rotation}
        return loss, {**measured, 'lossGConditional': adversarial[True]} if True in adversarial else measured


# --- training --------------------------------------------------------------------------------------------------------------


class Training:
    """The networks of a run, their optimisers, and its step.

    world: how many processes a batch is shared out among. parts: which of its shares are computed here, one after another.
    """

    def __init__(self, state, draws, device, world=1, parts=(0,)):
        self.state, self.config, self.draws, self.device, self.world, self.parts = state, state.config, draws, device, world, parts
        self.step = state.step
        config, rotated = self.config, rotated_count(self.config)
        if config['batch'] % world or rotated % world:
            raise Refusal(
                f'A batch of {config["batch"]} images, of which {rotated} are shown in all rotations, cannot be shared out evenly among {world} processes: '
                'choose another "batch" in config.json.')
        self.generator, self.discriminator = (network.to(device) for network in build(config, state.channels, state.class_count))
        self.average, _ = build(config, state.channels, state.class_count)
        self.average.to(device).requires_grad_(False)
        self.load()
        sizes = config, config['batch'] // world, rotated // world
        self.pass_d, self.pass_g = DiscriminatorPass(self.discriminator, *sizes), GeneratorPass(self.generator, *sizes)
        if dist.is_initialized():  # batch statistics and spectral vectors are the same everywhere, or of this process alone
            self.pass_d, self.pass_g = (DistributedDataParallel(each, broadcast_buffers=False) for each in (self.pass_d, self.pass_g))

    # --- state

    def load(self):
        tensors, config = self.state.tensors, self.config
        load_weights(self.average, tensors, 'average')
        load_weights(self.generator, tensors, 'generator' if self.state.has_moments else 'average')
        load_weights(self.discriminator, tensors, 'discriminator')
        with torch.no_grad():
            for name, module in self.spectral_modules():
                module.u.copy_(vector_to_torch(tensors[name], module.weight))
        self.moments_from = self.state.about.get('momentsFrom', 0) if self.state.has_moments else self.step
        steps = self.step - self.moments_from
        betas = config['adamBeta1'], config['adamBeta2']
        adam = lambda network, rate: torch.optim.Adam(network.parameters(), lr=config[rate], betas=betas)
        self.adam_g, self.adam_d = adam(self.generator, 'learningRateG'), adam(self.discriminator, 'learningRateD')
        if steps == 0:
            return  # with moments of zeros
        for group, network, optimiser, updates in self.optimised(steps):
            for name, parameter in network.named_parameters():
                moment = lambda which: to_torch(tensors[f'adam/{group}/{which}/{name_in_file(name, parameter)}']).to(self.device).contiguous()
                optimiser.state[parameter] = {
                    'step': torch.tensor(float(updates)), 'exp_avg': moment('first'), 'exp_avg_sq': moment('second')}

    def optimised(self, steps):
        yield 'generator', self.generator, self.adam_g, steps
        yield 'discriminator', self.discriminator, self.adam_d, steps * self.config['discriminatorSteps']

    def spectral_modules(self):
        for name, parameter in self.discriminator.named_parameters():
            module = self.discriminator.get_submodule(name.rpartition('.')[0])
            if parameter.dim() > 1 and hasattr(module, 'u'):
                yield f'spectral/{name_in_file(name, parameter)}', module

    def tensors(self):
        """The state as the file has it."""
        found = {}
        for group, network in (('generator', self.generator), ('discriminator', self.discriminator), ('average', self.average)):
            found.update({f'{group}/{name_in_file(name, p)}': from_torch(p) for name, p in network.named_parameters()})
        found.update({name: vector_from_torch(module.u, module.weight) for name, module in self.spectral_modules()})
        for group, network, optimiser, _ in self.optimised(0):
            for key, which in (('exp_avg', 'first'), ('exp_avg_sq', 'second')):
                for name, p in network.named_parameters():
                    moment = optimiser.state[p][key] if p in optimiser.state else torch.zeros_like(p)
                    found[f'adam/{group}/{which}/{name_in_file(name, p)}'] = from_torch(moment)
        return found

    # --- steps

    def advance(self):
        """One step: D's updates, then G's. Returns what was measured, by name: of D the means over its updates."""
        ramp = ramp_at(self.config, self.step)
        has_penalty = self.config['penalty'] != 'none' and self.step % self.config['penaltyEvery'] == 0
        updates = range(self.step * self.config['discriminatorSteps'], (self.step + 1) * self.config['discriminatorSteps'])
        of_d = []
        for update in updates:
            drawn = self.draws.of_discriminator(update)
            of_d.append(self.update_discriminator(drawn, ramp, has_penalty))
        of_g = self.update_generator(self.draws.of_generator(self.step), ramp, drawn)
        self.follow(self.step)
        self.step += 1
        return {**means(of_d), **of_g}

    def update_discriminator(self, drawn, ramp, has_penalty):
        vectors, measured = self.discriminator.power_iteration(), []
        for part in self.parts:
            given = self.share(drawn, part)
            with torch.no_grad():
                fake = self.generator.train()(*self.code(given, ramp))
            loss, of_part = self.pass_d(given, fake, vectors, self.beside(ramp), has_penalty)
            (loss / len(self.parts)).backward()
            measured.append(of_part)
        self.discriminator.keep(vectors)
        self.adam_d.step()
        self.adam_d.zero_grad(set_to_none=True)
        return means(measured)

    def update_generator(self, drawn, ramp, of_d):
        vectors, measured = self.discriminator.requires_grad_(False).power_iteration(), []
        for part in self.parts:
            given = self.share(drawn, part)
            discriminate = lambda images: self.discriminator(images, vectors)
            loss, of_part = self.pass_g(given, self.code(given, ramp), discriminate, self.beside(ramp), self.share(of_d, part))
            (loss / len(self.parts)).backward()
            measured.append(of_part)
        self.discriminator.requires_grad_(True)
        self.adam_g.step()
        self.adam_g.zero_grad(set_to_none=True)
        return means(measured)

    @torch.no_grad()
    def follow(self, step):
        """The averaged generator takes a step towards G; a young average must not remember the untrained beginning."""
        decay = min(self.config['emaDecay'], (1 + step) / (10 + step))
        for average, weight in zip(self.average.parameters(), self.generator.parameters()):
            average.mul_(decay).add_(weight, alpha=1 - decay)

    def share(self, drawn, part):
        """The rows of this part of the batch."""
        rows = lambda t: t[part * len(t) // self.world:(part + 1) * len(t) // self.world].to(self.device)
        given = {name: rows(t) for name, t in drawn.items()}
        if 'labels' in drawn:
            given['labelled'] = max(1, int((drawn['labels'] >= 0).sum())) / self.world
        return given

    def code(self, given, ramp):
        return (given['z'], ramp * one_hot(given['classes'], self.state.class_count)) if 'classes' in given else (given['z'],)

    def beside(self, ramp):
        """The weight of the conditional losses where they stand beside unconditional ones; else None."""
        return ramp if self.state.class_count and self.config['rampUntil'] > 0 else None


def means(measured):
    """Of statistics by name, those that are None left out."""
    found = {}
    for name in measured[0]:
        values = [torch.as_tensor(each[name]).detach() for each in measured if each[name] is not None]
        if values:
            found[name] = torch.stack(values).mean()
    return found


# --- the program -----------------------------------------------------------------------------------------------------------


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('images', help='a folder, best one that "npm run images" has written')
    parser.add_argument('--steps', type=int, required=True, help='how many more')
    parser.add_argument('--report-every', type=int, default=10, metavar='N', help='steps; the means since the last report are printed')
    parser.add_argument('--save-every', type=int, default=1000, metavar='N', help='steps; the state is also saved at the end')
    return parser.parse_args()


def prepare():
    """(device, rank, world), of the environment that torchrun makes."""
    rank, world = (int(os.environ.get(name, default)) for name, default in (('RANK', '0'), ('WORLD_SIZE', '1')))
    device = torch.device('cpu')
    if torch.cuda.is_available():
        device = torch.device('cuda', int(os.environ.get('LOCAL_RANK', '0')))
        torch.cuda.set_device(device)
    if world > 1:
        dist.init_process_group('nccl' if device.type == 'cuda' else 'gloo')
    return device, rank, world


def report(training, measured, seconds, rank):
    """Prints the means over steps and processes. Raises Refusal where they are no numbers."""
    values = means(measured)
    numbers = torch.stack([value.float().to(training.device) for value in values.values()])
    if training.world > 1:
        dist.all_reduce(numbers)
        numbers /= training.world
    if not numbers.isfinite().all():
        raise Refusal(f'Training has failed by step {training.step}: a loss is no number any more. The state that was saved last is kept.')
    if rank == 0:
        found = ' '.join(f'{name} {value:.6f}' for name, value in zip(values, numbers.tolist()))
        print(f'step {training.step}: {found} ({seconds / len(measured) * 1e3:.0f} ms a step)', flush=True)


def train(options, device, rank, world):
    state = State(os.path.dirname(os.path.abspath(__file__)))
    dataset = Dataset(options.images, state)
    training = Training(state, Draws(state.config, dataset), device, world, (rank,))
    if rank == 0:
        same = 'the images of the run: what comes now is what would have come in Quarterturn' if dataset.is_same else 'other images than those of the run'
        print(f'{len(dataset.pixels)} images, {same}. From step {training.step}, on {device}, {world} process{"es" if world > 1 else ""}.')
        if not state.has_moments:
            print('The snapshot had networks only: G begins with its average, and Adam with moments of zeros.')
    measured, first, began = [], training.step, time.perf_counter()
    kept_seconds, since = state.about['elapsedSeconds'], began

    def save():
        if rank == 0:
            classes = state.classes and {**state.classes, 'counts': dataset.counts}
            about = {'images': dataset.identity, 'classes': classes, 'momentsFrom': training.moments_from}
            state.save({**training.tensors(), **dataset.tables()}, training.step, kept_seconds + time.perf_counter() - began, **about)

    while training.step < first + options.steps:
        measured.append({name: value for name, value in training.advance().items()})
        is_last = training.step == first + options.steps
        if len(measured) == options.report_every or is_last:
            now = time.perf_counter()
            report(training, measured, now - since, rank)
            measured, since = [], now
        if is_last or training.step % options.save_every == 0:
            save()


def main():
    options = parse()
    device, rank, world = prepare()
    try:
        train(options, device, rank, world)
    except Refusal as refusal:
        sys.exit(str(refusal) if rank == 0 else 1)


if __name__ == '__main__':
    main()
