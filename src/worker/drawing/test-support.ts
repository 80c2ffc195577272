// Test support: generators that are drawn in no time, and a controller whose clock moves on with its pauses alone.
import { writeCopy } from '../../export/generator-copy.ts'
import type { InferenceGenerator } from '../../gan/inference.ts'
import type { NetworkDefinition } from '../../gan/networks/layers.ts'
import { findSets, findShifts } from '../../player/directions/find-directions.ts'
import { createPlainPainter, type Painter } from '../../player/painter.ts'
import { createPlan } from '../../player/plan.ts'
import { readCopy } from '../../player/stored-model.ts'
import type { EditedBlend } from '../../spec/blends.ts'
import type { FromDrawing, GeneratorCopy, ToDrawing } from '../../spec/drawing.ts'
import type { LatentPoint } from '../../spec/picture-code.ts'
import { RandomStream } from '../../spec/rng.ts'
import { createDrawingController, type DrawingControllerDependencies } from './drawing-controller.ts'

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

/** A generator with norms, whose statistics are fixed: it has directions, and layers of every zone. */
export function normedCopy(seed = 1, step = 10): GeneratorCopy {
  const channels = 2
  const definition: NetworkDefinition = {
    input: [LATENT],
    layers: [
      { kind: 'linear', name: 'linear', shape: [SIDE, SIDE, channels], bias: false },
      { kind: 'norm', name: 'norm', norm: 'batch', activation: { kind: 'relu' } },
      { kind: 'conv', name: 'conv', kernel: 1, stride: 1, channels, bias: false, activation: { kind: 'linear' } },
      { kind: 'norm', name: 'norm2', norm: 'batch', activation: { kind: 'tanh' } },
      { kind: 'conv', name: 'image', kernel: 1, stride: 1, channels: 1, bias: false, activation: { kind: 'tanh' } },
    ],
    heads: [],
    init: { kind: 'xavier uniform' },
    spectralNorm: false,
  }
  const stream = new RandomStream(seed, 'dataset')
  const tensor = (...shape: number[]) => ({ shape, values: stream.normals(shape.reduce((product, side) => product * side)) })
  const ones = { shape: [channels], values: Float32Array.of(1, 1) }
  const weights = {
    'linear/weight': tensor(LATENT, SIDE * SIDE * channels),
    'norm/scale': ones,
    'norm/offset': tensor(channels),
    'conv/kernel': tensor(1, 1, channels, channels),
    'norm2/scale': ones,
    'norm2/offset': tensor(channels),
    'image/kernel': tensor(1, 1, channels, 1),
  }
  const statistics = { 'norm/mean': tensor(channels), 'norm/variance': ones, 'norm2/mean': tensor(channels), 'norm2/variance': ones }
  return writeCopy({ definition, weights, statistics, step, latent: LATENT, classes: { names: [], counts: [] }, ramp: 1 })
}

export const tinyCopy = (seed = 1, step = 10): GeneratorCopy => writeCopy(tinyGenerator(seed, step))

export const modelOf = (copy: GeneratorCopy) => readCopy(copy)

export const at = (point: LatentPoint): EditedBlend => ({ blend: { kind: 'point', point } })

export type Drawn = Extract<FromDrawing, { type: 'drawn' }>

/**
 * A controller with what it has said.
 * @param secondsPerPicture what drawing takes on its clock
 * @param onPause may send messages between two frames
 * @param onDraw may send messages while pictures are drawn
 * @param onSaid may send messages when it says something
 */
export function openController({
  secondsPerPicture = 0,
  onPause = () => undefined,
  onDraw = () => undefined,
  onSaid = () => undefined,
}: {
  secondsPerPicture?: number
  onPause?: () => unknown
  onDraw?: () => unknown
  onSaid?: (message: FromDrawing) => unknown
} = {}) {
  const said: FromDrawing[] = []
  let seconds = 0
  let pictures = 0
  let freed = 0
  let idle = Promise.resolve()
  const painterOf = (plain: Painter): Painter => ({
    ...plain,
    draw(codes) {
      pictures += codes.length
      seconds += codes.length * secondsPerPicture
      onDraw()
      return plain.draw(codes)
    },
    dispose: () => freed++,
  })
  const deps: DrawingControllerDependencies = {
    emit(message) {
      said.push(message)
      onSaid(message)
    },
    now: () => seconds,
    async pause(long) {
      seconds += long
      onPause()
    },
    openPainter: async (model) => painterOf(createPlainPainter(createPlan(model))),
    directionFinder: { findSets, findShifts },
    loadExample: async () => tinyCopy(),
  }
  const handle = createDrawingController(deps)
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve)) // after all promises
  return {
    said,
    /** Sends, and waits until it rests. */
    async send(...messages: ToDrawing[]): Promise<void> {
      for (const message of messages) handle(message)
      idle = idle.then(settle)
      await idle
    },
    async until(isSo: () => boolean): Promise<void> {
      while (!isSo()) await settle()
    },
    /** Sends without waiting. */
    handle,
    drawn: (client = 'wall') => said.filter((message): message is Drawn => message.type === 'drawn' && message.client === client),
    pictures: () => pictures,
    /** What has drawn and does not any more. */
    freed: () => freed,
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
