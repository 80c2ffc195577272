"""The heads of the discriminator, all linear in the same features: realness, rotation, with classes the projection [Miyato and Koyama 2018,
eq. 4], which has no bias, and where D predicts labels the predictor [Lucic et al. 2019, section 3.2]."""


def heads(sizes):
    """(name, outputs, whether it has a bias)"""
    yield 'realness', 1, True
    yield 'rotation', 4, True
    if sizes.classes:
        yield 'projection', sizes.classes, False
    if sizes.predictor:
        yield 'class', sizes.classes, True


def head_shapes(sizes, features, scale):
    """(name, shape, offset, scale) as sndcgan.py has them."""
    for head, out, has_bias in heads(sizes):
        yield f'{head}/weight', (features, out), 0, scale
        if has_bias:
            yield f'{head}/bias', (out,), 0, 0.1


def read(sizes, w, features):
    """What each head says of features [B, F], by its name."""
    return {head: features @ w[f'{head}/weight'] + (w[f'{head}/bias'] if has_bias else 0) for head, _, has_bias in heads(sizes)}
