// Which kept steps a film through training shows, and where their pictures come from.
import { expect, test } from 'vitest'
import type { Checkpoint } from '../../gan/checkpoint.ts'
import { stateShapes } from '../../gan/models.ts'
import { TINY } from '../../gan/test-support.ts'
import { CancelledError } from '../../spec/cancel.ts'
import { DEFAULTS, preparationOf } from '../../spec/config.ts'
import type { PathFilm } from '../../spec/films.ts'
import { RandomStream } from '../../spec/rng.ts'
import type { RunImages, SnapshotInfo } from '../../spec/runs.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import type { ExportedRun } from './exported-run.ts'
import { drawSnapshots, drawWay, shownSnapshots } from './film-frames.ts'
import { collected } from './picture-groups.ts'
import { type OnDevice, RestoredNetworks } from './restored-networks.ts'

const IMAGES: RunImages = {
  source: { kind: 'builtin', name: 'shapes' },
  label: 'Shapes',
  preparation: preparationOf(DEFAULTS),
  channels: 3,
  leftOut: [],
  identity: null,
}

/** A run whose snapshots keep the samples of seeds 1 and 2 in the colours `10 · step` and `10 · step + 1`. */
function runWith(...contents: SnapshotInfo['content'][]): ExportedRun {
  const snapshots = contents.map((content, i) => ({ file: `${i + 1}`, step: i + 1, savedAt: 0, bytes: 0, content, crc32: 0 }))
  return {
    record: async () => ({ id: 'run', name: '', images: IMAGES, snapshots }),
    async pictures(file) {
      const step = Number(file)
      const pixels = Uint8ClampedArray.from([10 * step, 10 * step + 1].flatMap((grey) => [grey, grey, grey, 255]))
      return { step, panel: null, wall: { step, seeds: [1, 2], pictures: { count: 2, size: 1, pixels } } }
    },
    state: () => Promise.reject(new Error('no networks are needed')),
    generator: null,
    onDevice: () => Promise.reject(new Error('no device is needed')),
  }
}

const film = (...seeds: number[]) => ({ kind: 'snapshots', points: seeds.map((seed) => ({ seed })) }) as const

test('samples that every step keeps need no networks: steps without any are shown too, each for as long', async () => {
  const run = runWith('pictures', 'pictures', 'state')
  const shown = await shownSnapshots(run, film(2), 6)
  expect(shown.map(({ file, frames }) => [file, frames])).toEqual([
    ['1', 2],
    ['2', 2],
    ['3', 2],
  ])
  const { pixels } = await collected(drawSnapshots(run, film(2), shown))
  expect([pixels[0], pixels[4], pixels[8]]).toEqual([11, 21, 31])
})

test('other samples are drawn where networks are kept, and steps without them are passed over', async () => {
  const shown = await shownSnapshots(runWith('pictures', 'networks', 'state'), film(2, 70), 2)
  expect(shown).toEqual([
    { file: '2', frames: 1, kept: null },
    { file: '3', frames: 1, kept: null },
  ])
})

test('of more steps than frames some are passed over', async () => {
  const shown = await shownSnapshots(runWith('state', 'state', 'state', 'state'), film(1), 2)
  expect(shown.map(({ file }) => file)).toEqual(['1', '3'])
})

test('where fewer than two steps can be shown, the sentence says what to do', async () => {
  await expect(shownSnapshots(runWith('state'), film(1), 10)).rejects.toThrow('needs two kept steps')
  await expect(shownSnapshots(runWith('pictures', 'state'), film(70), 10)).rejects.toThrow('choose among these')
})

function stateWithNetworks(): Checkpoint {
  const stream = new RandomStream(3, 'dataset')
  const shapes = Object.entries(stateShapes(TINY, 3, 0))
  const tensors = Object.fromEntries(shapes.map(([name, shape]) => [name, { shape, values: stream.normals(sizeOf(shape)) }]))
  const about = { data: 'own', channels: 3, images: { count: 8, hash: 'abc' }, device: null, elapsedSeconds: 1 } as const
  const pictures = { step: 7, wall: null, panel: null }
  return { ...about, config: TINY, step: 7, classCount: 0, classes: null, content: 'networks', tensors, pictures }
}

test('directions of a film are searched once, and the search ends when the film is cancelled', async () => {
  await openTestDevice('wasm')
  const before = tf.memory().numTensors
  const edit = { set: 'pc', index: 0, sigmas: 1, zone: 'late' } as const
  const keys = [1, 2].map((seed) => ({ point: { seed, directions: [edit] }, seconds: 1, easing: 'even' }) as const)
  const way: PathFilm = { kind: 'path', path: { keys, method: 'slerp', closed: true } }
  let tasks = 0
  const onDevice: OnDevice = (task) => {
    tasks++
    return task()
  }
  await RestoredNetworks.during(stateWithNetworks(), onDevice, async (networks) => {
    tasks = 0
    const { count } = await collected(drawWay(networks, way, 3))
    expect(count).toBe(3)
    expect(tasks).toBe(2) // the numbers of the generator for the search, and the pictures
    let looks = 0
    const signal = {
      get aborted() {
        return ++looks > 5
      },
    }
    await expect(collected(drawWay(networks, way, 3, signal))).rejects.toThrow(CancelledError)
    expect(looks).toBe(6)
  })
  expect(tf.memory().numTensors).toBe(before)
})
