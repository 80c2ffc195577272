"""Times the step of `npm run bench -- step` in PyTorch: eager, float32 without TF32, on CUDA where there is a GPU, else on the processor.

Run: python3 reference/step_timing.py --size 32 --width 16 --batch 16  (prints one line of JSON)
"""
import argparse
import json
import math
import statistics
import time

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from sndcgan import discriminator_shapes, generator_shapes
from ssgan import Sizes, follow, update_d, update_g

# As FIELDS in src/spec/config.ts has them: hinge, spectral norm in D, batch norm in G, no augmentation.
CONFIG = dict(
    architecture='sndcgan', alpha=0.2, beta=1, generatorNorm='batch', loss='hinge', augmentColor=0, learningRateD=2e-4, learningRateG=2e-4, adamBetas=(0.5, 0.999),
    emaDecay=0.999)
INITIAL_DEVIATION = 0.02
WARM_UP = 5


class CountFlops(TorchDispatchMode):
    """Counts convolutions and matrix products as src/bench/flops.ts does: two a multiplication, padding counted, the rest left out."""

    def __init__(self):
        super().__init__()
        self.flops = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        name = func.overloadpacket.__name__
        if name == 'convolution':
            x, w, transposed = args[0], args[1], args[6]
            self.flops += 2 * (x if transposed else result).numel() * w[0].numel()
        elif name == 'convolution_backward':
            dy, x, w, transposed, wanted = args[0], args[1], args[2], args[7], args[10]
            self.flops += 2 * (x if transposed else dy).numel() * w[0].numel() * (wanted[0] + wanted[1])
        elif name in ('mm', 'mv'):
            self.flops += 2 * result.numel() * args[0].shape[-1]
        elif name == 'addmm':
            self.flops += 2 * result.numel() * args[1].shape[-1]
        return result


class Training:
    def __init__(self, sizes, discriminator_steps, device):
        self.sizes, self.discriminator_steps, self.device, self.step = sizes, discriminator_steps, device, 0
        self.g = self.parameters(generator_shapes(sizes, CONFIG['generatorNorm']))
        self.d = self.parameters(discriminator_shapes(sizes))
        self.average = {name: t.detach().clone() for name, t in self.g.items()}
        self.vectors = {
            name: torch.randn(1, math.prod(t.shape[:-1]), device=device) for name, t in self.d.items() if t.dim() > 1}
        adam = lambda weights, rate: torch.optim.Adam(weights.values(), lr=rate, betas=CONFIG['adamBetas'])
        self.adam_g, self.adam_d = adam(self.g, CONFIG['learningRateG']), adam(self.d, CONFIG['learningRateD'])
        self.real = torch.rand(sizes.batch, sizes.channels, sizes.size, sizes.size, device=device) * 2 - 1

    def parameters(self, shapes):
        drawn = {}
        for name, shape, centre, _ in shapes:
            t = torch.randn(shape) * INITIAL_DEVIATION if len(shape) > 1 else torch.full(shape, float(centre))
            if t.dim() == 4:  # lies in memory as PyTorch's own convolutions have it: none is copied before it is used
                t = t.permute(3, 2, 0, 1).contiguous().permute(2, 3, 1, 0)
            drawn[name] = t.to(self.device).requires_grad_()
        return drawn

    def advance(self):
        """One step on the same real images: time does not depend on what they show."""
        latents = lambda: torch.randn(self.sizes.batch, self.sizes.latent, device=self.device)
        for _ in range(self.discriminator_steps):
            self.vectors, _ = update_d(self.sizes, CONFIG, self.g, self.d, self.vectors, self.adam_d, self.real, latents(), None)
        update_g(self.sizes, CONFIG, self.g, self.d, self.vectors, self.adam_g, latents(), None)
        follow(self.average, self.g, CONFIG['emaDecay'], self.step)
        self.step += 1


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (('size', 32), ('width', 16), ('batch', 16), ('latent', 128), ('discriminator-steps', 1), ('rounds', 20)):
        parser.add_argument(f'--{name}', type=int, default=default)
    parser.add_argument('--threads', type=int, help='of the processor; all of them unless told')
    return parser.parse_args()


def main():
    options = parse()
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = True  # shapes never change: it may look for the fastest convolutions
    on_gpu = torch.cuda.is_available()
    torch.manual_seed(1)
    rotated = max(1, int(options.batch / 4 + 0.5))  # as rotatedCount in src/spec/config.ts
    sizes = Sizes(size=options.size, width=options.width, latent=options.latent, batch=options.batch, rotated=rotated)
    training = Training(sizes, options.discriminator_steps, torch.device('cuda' if on_gpu else 'cpu'))
    settle = torch.cuda.synchronize if on_gpu else lambda: None

    with CountFlops() as counted:
        training.advance()
    for _ in range(WARM_UP):
        training.advance()
    milliseconds = []
    for _ in range(options.rounds):
        settle()
        began = time.perf_counter()
        training.advance()
        settle()
        milliseconds.append((time.perf_counter() - began) * 1e3)
    ms = statistics.median(milliseconds)
    print(json.dumps(dict(
        event='done', device=torch.cuda.get_device_name() if on_gpu else f'processor, {torch.get_num_threads()} threads',
        torch=torch.__version__, rounds=options.rounds, ms=ms, minMs=min(milliseconds), stepFlops=counted.flops,
        gflops=counted.flops / ms / 1e6)))


if __name__ == '__main__':
    main()
