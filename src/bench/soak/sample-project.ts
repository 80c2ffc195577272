// The files that mutations are tried on: a checkpoint and a project file of a tiny run, with everything that such files may have.
import { collectionOf } from '../../data/collection.ts'
import { drawShapes } from '../../data/shapes.ts'
import { encodeCheckpoint } from '../../gan/checkpoint.ts'
import type { ClassLabels } from '../../gan/class-labels.ts'
import { stateShapes } from '../../gan/models.ts'
import { NO_CLASS } from '../../spec/classes.ts'
import { DEFAULTS, preparationOf } from '../../spec/config.ts'
import { RandomStream } from '../../spec/rng.ts'
import type { RunEvent, SnapshotPictures } from '../../spec/runs.ts'
import type { PreparedSet } from '../../store/kept-set.ts'
import { type RunFacts, runInMemory, type SnapshotBytes } from '../../store/memory-run.ts'
import { sizeOf } from '../../tensor/shape.ts'

const CONFIG = { ...DEFAULTS, size: 16, architecture: 'sndcgan', width: 4, latent: 8, batch: 8, conditioning: 'co-trained' } as const
const CHANNELS = 3
const COUNT = 4
const CLASSES: ClassLabels = {
  names: ['round', 'pointed', '…'],
  counts: [2, 1, 0],
  step: 0,
  ofImages: Int32Array.of(0, 1, NO_CLASS, 0),
  confidence: Float32Array.of(1, 0.5, 0, 1),
  given: Int32Array.of(0, NO_CLASS, NO_CLASS, 0),
}
const CLASS_COUNT = CLASSES.names.length
const DEVICE = { backend: 'wasm', name: 'processor', threads: 2 } as const

export const SAMPLE_SET: PreparedSet = {
  collection: collectionOf({
    name: 'own',
    label: 'Own',
    images: drawShapes(COUNT, CONFIG.size, 0),
    count: COUNT,
    size: CONFIG.size,
    channels: CHANNELS,
  }),
  preparation: preparationOf(CONFIG),
}

const FACTS: RunFacts = {
  id: 'sample-1',
  name: 'Own',
  createdAt: 1_700_000_000_000,
  images: {
    source: { kind: 'own', name: 'own' },
    label: 'Own',
    preparation: preparationOf(CONFIG),
    channels: CHANNELS,
    leftOut: [1],
    identity: { count: COUNT, hash: '1-abc' },
  },
  config: CONFIG,
  elapsedSeconds: 12.5,
  device: DEVICE,
  origin: { kind: 'again', id: 'sample-0', name: 'Before', step: 0 },
  scheduled: [{ step: 40, changes: { learningRateG: 1e-4 } }],
}

const EVENTS: readonly RunEvent[] = [
  { event: 'device', step: 0, device: DEVICE },
  { event: 'labelled', step: 0, counts: CLASSES.counts, moved: null, accuracy: 0.5 },
  ...[10, 20, 30].map((step): RunEvent => {
    return {
      event: 'step',
      step,
      report: { step, imagesSeen: 8 * step, stepsPerSecond: 3, elapsedSeconds: step, statistics: { lossD: 1 / step, lossG: null } },
    }
  }),
  { event: 'change', step: 20, changes: { learningRateG: 2e-4 } },
]

function picturesAt(step: number): SnapshotPictures {
  const pictures = (count: number) => {
    const pixels = new Uint8ClampedArray(count * CONFIG.size * CONFIG.size * 4)
    return { count, size: CONFIG.size, pixels: pixels.map((_, i) => (i % 4 === 3 ? 255 : (i * step) % 256)) }
  }
  const probabilities = Array.from({ length: 4 }, () => [0.25, 0.25, 0.25, 0.25] as const)
  return {
    step,
    wall: { step, seeds: [1, 2], classes: [2, 0], pictures: pictures(2) },
    panel: { step, pictures: pictures(4), probabilities },
  }
}

function snapshotAt(step: number, content: SnapshotBytes['content']): SnapshotBytes {
  const stream = new RandomStream(step, 'dataset')
  const shapes = content === 'pictures' ? [] : Object.entries(stateShapes(CONFIG, CHANNELS, CLASS_COUNT))
  const tensors = Object.fromEntries(shapes.map(([name, shape]) => [name, { shape, values: stream.normals(sizeOf(shape)) }]))
  const about = {
    data: 'own',
    channels: CHANNELS,
    elapsedSeconds: step,
    images: FACTS.images.identity,
    device: DEVICE,
    classCount: CLASS_COUNT,
    classes: CLASSES,
  } as const
  const bytes = encodeCheckpoint({ ...about, config: CONFIG, step, content, tensors, pictures: picturesAt(step) })
  return {
    step,
    savedAt: FACTS.createdAt + step,
    content,
    bytes,
    ...(content === 'state' && { best: { kid: 2.5, network: 'MobileNetV2' } }),
  }
}

export const SAMPLE_CHECKPOINT = snapshotAt(30, 'state').bytes
export const SAMPLE_RUN = runInMemory(FACTS, [snapshotAt(10, 'pictures'), snapshotAt(30, 'state')], EVENTS)
