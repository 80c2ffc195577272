"""Oracle of the feature network: MobileNetV2 of width 1.4 by PyTorch in float64, on the weights that ship in public/features.

Both sides draw the images with the generator of Park and Miller (1988). Images are brought to the network's size by PyTorch's own
bilinear interpolation.

Run: python3 reference/mobilenet_v2_fixture.py  (writes src/cli/features.fixture.json)
"""
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

ROOT = pathlib.Path(__file__).parent.parent
FILES = ROOT / 'public/features'
TARGET = ROOT / 'src/cli/features.fixture.json'

SEED = 7
COUNT, SIZE = 2, 20
INPUT_SIZE = 32
STRIDES = [1, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2]  # of the depthwise convolution of each block
LAYERS = ['block0', 'block3', 'block6', 'block11', 'block13']
KEPT = 6  # features of a layer that are written down


def read_weights():
    """name -> filter as PyTorch wants it [out, in, h, w], or bias"""
    tensors, offset = {}, 0
    data = np.fromfile(FILES / 'mobilenet-v2.bin', np.uint8).astype(np.float64)
    for tensor in json.loads((FILES / 'mobilenet-v2.json').read_text())['tensors']:
        length = int(np.prod(tensor['shape']))
        values = torch.from_numpy(data[offset:offset + length] * tensor['scale'] + tensor['min']).reshape(tensor['shape'])
        offset += length
        if values.dim() == 4:
            depthwise = 'depthwise' in tensor['name']
            values = values.permute(2, 3, 0, 1) if depthwise else values.permute(3, 2, 0, 1)
        tensors[tensor['name']] = values
    assert offset == len(data)
    return tensors


def draw_images():
    """bytes [COUNT, SIZE, SIZE, 3]: noise around four flat quarters, so that features differ from place to place"""
    state, images = SEED, np.zeros((COUNT, SIZE, SIZE, 3))
    for index in np.ndindex(*images.shape):
        state = state * 16807 % 2147483647
        image, row, column, channel = index
        quarter = 2 * (row >= SIZE // 2) + (column >= SIZE // 2)
        images[index] = (70 * quarter + 40 * channel + 20 * image) % 180 + state % 70
    return images


def convolve(weights, name, x, stride=1, groups=1):
    kernel, bias = weights[f'{name}/filter'], weights[f'{name}/bias']
    if kernel.shape[2] == 3:  # 'same' of TensorFlow: on even sides stride 2 pads below and to the right only
        side = x.shape[2]
        total = max((-(-side // stride) - 1) * stride + 3 - side, 0)
        x = F.pad(x, (total // 2, total - total // 2) * 2)
    return F.conv2d(x, kernel, bias, stride, groups=groups)


def features(weights, images):
    """-> name of a block -> mean of its output over all places [COUNT, width]"""
    x = torch.from_numpy(images).permute(0, 3, 1, 2)
    x = F.interpolate(x, (INPUT_SIZE, INPUT_SIZE), mode='bilinear', align_corners=False)
    h = convolve(weights, 'stem', x / 127.5 - 1, 2).clamp(0, 6)
    pooled = {}
    for i, stride in enumerate(STRIDES):
        y = h
        if f'block{i}/expand/filter' in weights:
            y = convolve(weights, f'block{i}/expand', y).clamp(0, 6)
        y = convolve(weights, f'block{i}/depthwise', y, stride, groups=y.shape[1]).clamp(0, 6)
        y = convolve(weights, f'block{i}/project', y)
        h = h + y if stride == 1 and y.shape == h.shape else y
        pooled[f'block{i}'] = h.mean((2, 3))
    return pooled


def main():
    pooled = features(read_weights(), draw_images())
    TARGET.write_text(json.dumps({
        'seed': SEED, 'count': COUNT, 'size': SIZE, 'inputSize': INPUT_SIZE,
        'layers': {layer: [[round(float(v), 6) for v in row[:KEPT]] for row in pooled[layer]] for layer in LAYERS},
    }) + '\n')


if __name__ == '__main__':
    main()
