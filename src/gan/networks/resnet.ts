// A small ResNet [Miyato et al. 2018, table 4, as in compare_gan's resnet_cifar.py], which at 32 px and width 64 has the channels and
// blocks of the paper. It differs in three ways: G repeats pixels to upsample (compare_gan puts zeros between them), shortcuts are 1 x 1
// convolutions, and weights begin by Xavier. A 1 x 1 convolution commutes with upsampling and pooling, so shortcuts do it at the smaller side.
import { generatorInput, generatorNormKind } from './class-embedding.ts'
import { discriminatorHeads } from './heads.ts'
import { type Architecture, type Layer, LINEAR, RELU, TANH } from './layers.ts'

const INIT = { kind: 'xavier uniform' } as const

/** G grows from this side by doubling. */
const FIRST_SIDE = 4
/** D halves the side down to this one, and has two blocks there. */
const LAST_SIDE = 8

export const resnet: Architecture = (config, channels, classes = 0) => {
  const { size, width, spectralNorm } = config
  const [ofG, ofD] = [4 * width, 2 * width] // channels at every scale
  const norm = (name: string): Layer => ({ kind: 'norm', name, norm: generatorNormKind(config, classes), activation: RELU })
  /** Without a bias: it would be the same for all pixels, and the next norm takes the mean away. */
  const convG = (name: string, kernel: number): Layer => {
    return { kind: 'conv', name, kernel, stride: 1, channels: ofG, bias: false, activation: LINEAR }
  }
  const up = (name: string): Layer => ({
    kind: 'residual',
    name,
    main: [norm('norm1'), UPSAMPLE, convG('conv1', 3), norm('norm2'), convG('conv2', 3)],
    shortcut: [convG('shortcut', 1), UPSAMPLE],
  })

  const convD = (name: string, kernel: number, activation = LINEAR): Layer => {
    return { kind: 'conv', name, kernel, stride: 1, channels: ofD, bias: true, activation }
  }
  /** @param before what main does first: a ReLU, but not on images, whose dark half it would cut off */
  const block = (name: string, before: readonly Layer[], pool: readonly Layer[]): Layer => ({
    kind: 'residual',
    name,
    main: [...before, convD('conv1', 3, RELU), convD('conv2', 3), ...pool],
    shortcut: [...pool, convD('shortcut', 1)],
  })

  const doublings = Math.log2(size / FIRST_SIDE)
  const halvings = Math.log2(size / LAST_SIDE)
  const generator: readonly Layer[] = [
    { kind: 'linear', name: 'linear', shape: [FIRST_SIDE, FIRST_SIDE, ofG], bias: true },
    ...range(doublings).map((i) => up(`block${i + 1}`)),
    norm('norm'),
    { kind: 'conv', name: 'image', kernel: 3, stride: 1, channels, bias: true, activation: TANH },
  ]
  const discriminator: readonly Layer[] = [
    ...range(halvings).map((i) => block(`block${i + 1}`, i === 0 ? [] : [ACTIVATE], [POOL])),
    block(`block${halvings + 1}`, [ACTIVATE], []),
    block(`block${halvings + 2}`, [ACTIVATE], []),
    ACTIVATE,
    { kind: 'mean pool', name: 'features' },
  ]
  return {
    generator: { ...generatorInput(config, classes), layers: generator, heads: [], init: INIT, spectralNorm: false },
    discriminator: {
      input: [size, size, channels],
      layers: discriminator,
      heads: discriminatorHeads(config, classes),
      init: INIT,
      spectralNorm,
    },
  }
}

const UPSAMPLE: Layer = { kind: 'upsample', factor: 2 }
const POOL: Layer = { kind: 'average pool', factor: 2 }
const ACTIVATE: Layer = { kind: 'activation', activation: RELU }

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i)
}
