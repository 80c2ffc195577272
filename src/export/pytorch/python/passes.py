"""From the inputs of an update to its loss. Each pass is one module with one forward, as DistributedDataParallel wants it."""

import torch
from torch import nn

from losses import (
    D_LOSSES,
    G_LOSSES,
    augment,
    class_task,
    conditional_logit,
    one_hot,
    r1,
    rotation_task,
    told_of_real,
    with_rotations,
)


class DiscriminatorPass(nn.Module):
    """L_D = V + beta L_rotation(real) [Chen et al. 2019, eq. 3], on the real images and on as many fake ones.

    With a ramp + t V(conditional) [Shahbazi et al. 2022, eq. 4]; where D predicts labels + the class loss [Lucic et al. 2019];
    in the steps that have it + the penalty.
    """

    def __init__(self, discriminator, config, batch, rotated):
        super().__init__()
        self.discriminator, self.config, self.batch, self.rotated = discriminator, config, batch, rotated

    def forward(self, given, fake, vectors, ramp, has_penalty):
        """given: real, augmentation; with classes labels (of real images), classes (of fake ones), and labelled, see below.

        ramp: the weight of the conditional losses beside unconditional ones; None where the conditional ones are the only ones
        """
        config, batch, group = self.config, self.batch, self.batch + 3 * self.rotated
        shown = torch.cat([with_rotations(given['real'], self.rotated), with_rotations(fake, self.rotated)])
        output = self.discriminator(augment(shown, given['augmentation'], config), vectors)
        of_real, of_fake = slice(0, batch), slice(group, group + batch)
        real, generated = output['realness'][of_real], output['realness'][of_fake]
        measured, told, game = {}, None, D_LOSSES[config['loss']]
        if 'classes' in given:
            told = told_of_real(output, given['labels'], config['softLabels'])
            told_of_fake = one_hot(given['classes'], told.shape[1])
            pair = conditional_logit(output, told, of_real), conditional_logit(output, told_of_fake, of_fake)
            if ramp is None:
                real, generated = pair
            else:
                measured['lossDConditional'] = game(*pair)
        adversarial = game(real, generated)
        rotation, accuracy_real = rotation_task(output['rotation'][:group], self.rotated)
        accuracy_fake = rotation_task(output['rotation'][group:], self.rotated)[1]
        loss = adversarial + (ramp or 0) * measured.get('lossDConditional', 0)
        loss = config['adversarial'] * loss + config['beta'] * rotation
        if 'class' in output:  # means over all labelled images of a batch, of which this may be one of several parts
            entropy, hits = class_task(output['class'][of_real], given['labels'])
            measured['lossDClass'], measured['classAccuracyReal'] = entropy / given['labelled'], hits / given['labelled']
            loss = loss + config['classWeight'] * measured['lossDClass']
        measured = {
            'lossD': loss,
            'lossDAdversarial': adversarial,
            'lossDRotation': rotation,
            'dReal': real.mean(),
            'dFake': generated.mean(),
            'rotationAccuracyReal': accuracy_real,
            'rotationAccuracyFake': accuracy_fake,
            **measured,
        }
        if has_penalty:

            def logit(images):
                of_images = self.discriminator(images, vectors)
                is_conditional = told is not None and ramp is None
                return conditional_logit(of_images, told, slice(0, batch)) if is_conditional else of_images['realness']

            measured['penaltyR1'] = r1(logit, given['real'])
            loss = loss + config['penaltyWeight'] * config['penaltyEvery'] * measured['penaltyR1']
        return loss, measured


class GeneratorPass(nn.Module):
    """L_G = -V + alpha L_rotation(fake) [Chen et al. 2019, eq. 2]; with a ramp also t times the same of conditional logits."""

    def __init__(self, generator, config, batch, rotated):
        super().__init__()
        self.generator, self.config, self.batch, self.rotated = generator, config, batch, rotated

    def forward(self, given, code, discriminate, ramp, of_discriminator):
        """given: augmentation, with classes also classes. discriminate: D, which stands still.

        of_discriminator: what D's last update was given; a relativistic loss compares with its real images.
        """
        config, upright, game = self.config, slice(0, self.batch), G_LOSSES[self.config['loss']]
        shown = augment(with_rotations(self.generator(*code), self.rotated), given['augmentation'], config)
        output = discriminate(shown)
        fake, real, of_real = output['realness'][upright], None, None
        if config['loss'] == 'relativistic':
            with torch.no_grad():
                of_real = discriminate(augment(of_discriminator['real'], of_discriminator['augmentation'][upright], config))
            real = of_real['realness']
        conditional = None
        if 'classes' in given:
            of_fake = conditional_logit(output, one_hot(given['classes'], output['projection'].shape[1]), upright)
            told = of_real and told_of_real(of_real, of_discriminator['labels'], config['softLabels'])
            pair = of_real and conditional_logit(of_real, told, upright), of_fake
            if ramp is None:
                real, fake = pair
            else:
                conditional = game(*pair)
        adversarial = game(real, fake)
        rotation, _ = rotation_task(output['rotation'], self.rotated)
        whole = adversarial if conditional is None else adversarial + ramp * conditional
        loss = config['adversarial'] * whole + config['alpha'] * rotation
        measured = {'lossG': loss, 'lossGAdversarial': adversarial, 'lossGRotation': rotation}
        return loss, measured if conditional is None else {**measured, 'lossGConditional': conditional}
