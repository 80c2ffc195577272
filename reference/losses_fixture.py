"""Oracle of the losses: value and gradients of D's and of G's loss on given logits, by PyTorch in float64.

Run: python3 reference/losses_fixture.py  (writes src/gan/losses/losses.fixture.json)
"""
import json
import pathlib

import torch

from ssgan import adversarial_d, adversarial_g, rotation_task

BATCH, ROTATED = 8, 2
GROUP = BATCH + 3 * ROTATED
ALPHA, BETA = 0.3, 0.7
TARGET = pathlib.Path(__file__).parent.parent / 'src/gan/losses/losses.fixture.json'


def rounded(t):
    return [float(f'{x:.9g}') for x in t.detach().flatten().tolist()]


def measured(loss, parts, real_logit, rotation_logits):
    loss.backward()
    return dict(
        loss=rounded(loss), statistics=rounded(torch.stack([loss, *parts])), realLogit=rounded(real_logit.grad),
        rotationLogits=rounded(rotation_logits.grad))


def pass_of_d(kind, real_logit, rotation_logits):
    """Rows: the real group, then the fake one."""
    real_logit, rotation_logits = (t.clone().requires_grad_() for t in (real_logit, rotation_logits))
    on_real, on_fake = real_logit[:BATCH], real_logit[GROUP:GROUP + BATCH]
    value = adversarial_d(kind, on_real, on_fake)
    rotation, accuracy_real = rotation_task(rotation_logits[:GROUP], ROTATED)
    _, accuracy_fake = rotation_task(rotation_logits[GROUP:], ROTATED)
    parts = (value, rotation, on_real.mean(), on_fake.mean(), accuracy_real, accuracy_fake)
    return measured(value + BETA * rotation, parts, real_logit, rotation_logits)


def pass_of_g(kind, real_logit, rotation_logits):
    """The fake group learns; the logits of the real images are constants."""
    on_real = real_logit[:BATCH]
    fake_logit, rotation_logits = (t[GROUP:].clone().requires_grad_() for t in (real_logit, rotation_logits))
    value = adversarial_g(kind, on_real, fake_logit[:BATCH])
    rotation, _ = rotation_task(rotation_logits, ROTATED)
    return measured(value + ALPHA * rotation, (value, rotation), fake_logit, rotation_logits)


if __name__ == '__main__':
    torch.set_num_threads(1)
    torch.manual_seed(1)
    real_logit = torch.randn(2 * GROUP, 1).mul(3).float().double()  # some far out, where a sigmoid is nearly 0 or 1
    rotation_logits = torch.randn(2 * GROUP, 4).mul(2).float().double()
    kinds = ('hinge', 'non-saturating', 'wasserstein', 'least-squares', 'relativistic')
    cases = {kind: dict(D=pass_of_d(kind, real_logit, rotation_logits), G=pass_of_g(kind, real_logit, rotation_logits)) for kind in kinds}
    logits = dict(realLogit=rounded(real_logit), rotationLogits=rounded(rotation_logits))
    settings = dict(batch=BATCH, rotatedShare=1, alpha=ALPHA, beta=BETA)
    TARGET.write_text(json.dumps(dict(settings=settings, logits=logits, cases=cases), separators=(',', ':')) + '\n')
    for kind, passes in cases.items():
        print(kind, *(passes[network]['loss'][0] for network in 'DG'))
