// What is said between the steps of a run from the command line.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { createRun } from '../gan/run.ts'
import { orientableImages, TINY } from '../gan/test-support.ts'
import type { ClassScore, ScoreReport } from '../spec/scores.ts'
import { openTestDevice } from '../tensor/test-devices.ts'
import { runTraining, type Training } from './train-loop.ts'

/** A score in which the samples of one class look alike. */
const lowScore = (step: number) =>
  ({ step, network: 'any', kid: 1, perClass: [{ name: 'cat', diversity: 0.1 }] as ClassScore[] }) as unknown as ScoreReport

/** What people are told by a run whose one step is scored. */
const wall = join(await mkdtemp(join(tmpdir(), 'quarterturn-loop-')), 'wall.png')
afterAll(() => rm(dirname(wall), { recursive: true }))

async function linesOf(scoresBefore: readonly ScoreReport[]): Promise<readonly string[]> {
  const device = await openTestDevice('wasm')
  const run = createRun({ ...TINY, steps: 1, scoreEvery: 1 as 100 }, orientableImages(8))
  const lines: string[] = []
  const nothing = async () => undefined
  const logger = { event() {}, info: (line: string) => void lines.push(line), table() {}, progress() {}, endProgress() {} }
  const output = {
    run: { id: 'one', name: 'noise' },
    best: null,
    stateFile: '',
    log: nothing,
    sampleFile: () => wall,
    writeLabels: nothing,
    save: nothing,
  }
  const scoring = { best: null, score: async () => lowScore(1) } as unknown as Training['scoring']
  const labelling = { findIfDue: async () => true, finish: async () => null }
  const about = { data: 'noise', channels: 3, images: null } as unknown as Training['about']
  await runTraining({ run, device, output, about, scheduled: [], saveEvery: 1, logger, tuner: undefined, scoring, labelling, scoresBefore })
  run.dispose()
  return lines
}

test('a run that goes on counts the scores before it where a class collapses', async () => {
  expect(await linesOf([lowScore(-1)])).toEqual([])
  expect(await linesOf([lowScore(-2), lowScore(-1)])).toEqual([expect.stringContaining('“cat”')])
})

test('the wall that is drawn on the way says of each sample where it is from', async () => {
  await linesOf([])
  const { comments } = await sharp(wall).metadata()
  const { run, pictures } = JSON.parse(comments?.find(({ keyword }) => keyword === 'quarterturn')?.text ?? '')
  expect([run, pictures.length, pictures[63]]).toEqual(['noise', 64, { code: 'one-1-64', seed: 64 }])
})
