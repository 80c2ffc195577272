// Which kept steps a film through training shows, and where their pictures come from.
import { expect, test } from 'vitest'
import { DEFAULTS, preparationOf } from '../../spec/config.ts'
import type { RunImages, SnapshotInfo } from '../../spec/runs.ts'
import type { ExportedRun } from './exported-run.ts'
import { drawSnapshots, shownSnapshots } from './film-frames.ts'
import { collected } from './picture-groups.ts'

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
