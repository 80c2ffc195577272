// Test support: generators that are drawn in no time, and a desk whose clock moves on with its pauses alone.
import { writeCopy } from '../../export/generator-copy.ts'
import type { InferenceGenerator } from '../../gan/inference.ts'
import type { NetworkDefinition } from '../../gan/networks/layers.ts'
import { createPlainPainter, type Painter } from '../../player/painter.ts'
import { createPlan } from '../../player/plan.ts'
import { readCopy } from '../../player/stored-model.ts'
import type { EditedBlend } from '../../spec/blends.ts'
import type { FromDrawing, GeneratorCopy, ToDrawing } from '../../spec/drawing.ts'
import type { LatentPoint } from '../../spec/picture-code.ts'
import { RandomStream } from '../../spec/rng.ts'
import { createDesk, type DeskDependencies } from './desk.ts'

const LATENT = 3
const SIDE = 2

/** One layer: tanh(Wz), four pixels. @param seed of its weights */
export function tinyGenerator(seed = 1, step = 10): InferenceGenerator {
  const definition: NetworkDefinition = {
    input: [LATENT],
    layers: [
      { kind: 'linear', name: 'linear', shape: [SIDE, SIDE, 1], bias: false },
      { kind: 'activation', activation: { kind: 'tanh' } },
    ],
    heads: [],
    init: { kind: 'xavier uniform' },
    spectralNorm: false,
  }
  const values = new RandomStream(seed, 'dataset').normals(LATENT * SIDE * SIDE)
  const weights = { 'linear/weight': { shape: [LATENT, SIDE * SIDE], values } }
  return { definition, weights, statistics: {}, step, latent: LATENT, classes: { names: [], counts: [] }, ramp: 1 }
}

/** With two norms, so that it has early and middle layers. */
export function normedCopy(seed = 1, step = 10): GeneratorCopy {
  const { definition, ...rest } = tinyGenerator(seed, step)
  const norm = (name: string) => ({ kind: 'norm', name, norm: 'batch', activation: { kind: 'linear' } }) as const
  const conv = { kind: 'conv', name: 'conv', kernel: 1, stride: 1, channels: 1, bias: false, activation: { kind: 'linear' } } as const
  const layers = [...definition.layers.slice(0, 1), norm('norm0'), conv, norm('norm1'), ...definition.layers.slice(1)]
  const one = (value: number, shape = [1]) => ({ shape, values: Float32Array.of(value) })
  const ofNorm = (name: string) => ({ [`${name}/scale`]: one(1), [`${name}/offset`]: one(0) })
  const statistics = Object.fromEntries(
    ['norm0', 'norm1'].flatMap((name) => [[`${name}/mean`, one(0)] as const, [`${name}/variance`, one(1)] as const]),
  )
  const weights = { ...rest.weights, ...ofNorm('norm0'), 'conv/kernel': one(seed / 2, [1, 1, 1, 1]), ...ofNorm('norm1') }
  return writeCopy({ ...rest, definition: { ...definition, layers }, weights, statistics })
}

export const tinyCopy = (seed = 1, step = 10): GeneratorCopy => writeCopy(tinyGenerator(seed, step))

export const modelOf = (copy: GeneratorCopy) => readCopy(copy)

export const at = (point: LatentPoint): EditedBlend => ({ blend: { kind: 'point', point } })

export type Drawn = Extract<FromDrawing, { type: 'drawn' }>

/**
 * A desk with what it has said.
 * @param secondsPerPicture what drawing takes on its clock
 * @param onPause may send messages between two frames
 */
export function openDesk({
  secondsPerPicture = 0,
  onPause = () => undefined,
}: {
  secondsPerPicture?: number
  onPause?: () => unknown
} = {}) {
  const said: FromDrawing[] = []
  let seconds = 0
  let pictures = 0
  let idle = Promise.resolve()
  const painterOf = (plain: Painter): Painter => ({
    ...plain,
    draw(codes) {
      pictures += codes.length
      seconds += codes.length * secondsPerPicture
      return plain.draw(codes)
    },
  })
  const deps: DeskDependencies = {
    emit: (message) => said.push(message),
    now: () => seconds,
    async pause(long) {
      seconds += long
      onPause()
    },
    openPainter: async (model) => painterOf(createPlainPainter(createPlan(model))),
    loadExample: async () => tinyCopy(),
  }
  const handle = createDesk(deps)
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve)) // after all promises
  return {
    said,
    /** Sends, and waits until the desk rests. */
    async send(...messages: ToDrawing[]): Promise<void> {
      for (const message of messages) handle(message)
      idle = idle.then(settle)
      await idle
    },
    /** Sends without waiting. */
    handle,
    drawn: (client = 'wall') => said.filter((message): message is Drawn => message.type === 'drawn' && message.client === client),
    pictures: () => pictures,
    seconds: () => seconds,
  }
}

let requests = 0

export function drawOf(points: readonly EditedBlend[], { client = 'wall', slot = 'a', eased = true } = {}) {
  return { type: 'draw', client, request: ++requests, from: { slot }, points, eased } as const
}

/** What the generator of a copy draws of a seed. */
export async function pictureOf(code: Float32Array, copy: GeneratorCopy): Promise<number[]> {
  return [...(await createPlainPainter(createPlan(readCopy(copy))).draw([code]))]
}
