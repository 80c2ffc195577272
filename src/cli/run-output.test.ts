// The folder that a run is trained into: what stays when a run goes on, what moves from an older version, and what is replaced.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DeviceRecord } from '../spec/backends.ts'
import { DEFAULT_PREPARATION, DEFAULTS } from '../spec/config.ts'
import { parseEvent } from '../spec/run-log.ts'
import type { RunEvent } from '../spec/runs.ts'
import { openNamedRun, scoresSoFar } from './named-run.ts'
import { openRunOutput } from './run-output.ts'
import { checkpointBytes } from './test-support.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quarterturn-output-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const at = (name: string) => join(folder, name)

const step = (number: number, stepsPerSecond = 10) =>
  JSON.stringify({ event: 'step', step: number, imagesSeen: 32 * number, stepsPerSecond, elapsedSeconds: number / 10, lossD: 1 })

const SCORES = { counts: { real: 9, fake: 9, training: 9, heldOut: 0 }, fidFloorCount: 4, missing: {} }
const score = (number: number, kid: number) =>
  JSON.stringify({ event: 'score', step: number, network: 'MobileNetV2', best: true, kid, ...SCORES })

const DEVICE: DeviceRecord = { backend: 'wasm', name: 'processor', threads: 1 }

const fullCheckpoint = (at: number) => new Uint8Array(checkpointBytes({ step: at }))

/** Vitest takes seconds to compare a million bytes. */
const areSame = (one: Uint8Array | undefined, other: Uint8Array) => one !== undefined && Buffer.compare(one, other) === 0

/** Opens the folder to train into: a new run, or the one that is in it. */
async function openOutput(path: string, goesOn: boolean) {
  const source = { kind: 'builtin', name: 'shapes' } as const
  const images = { source, label: 'Shapes', preparation: DEFAULT_PREPARATION, channels: 3, leftOut: [], identity: null } as const
  const newRun = { id: 'a', name: 'Shapes', images, config: DEFAULTS, origin: null, scheduled: [] }
  return openRunOutput({ path, data: 'builtin:shapes', run: newRun, from: goesOn ? await openNamedRun(path) : null, device: DEVICE })
}

test('a run of an older version moves into snapshots, with its history up to its checkpoint and its best state', async () => {
  const path = at('older run')
  await mkdir(join(path, 'samples'), { recursive: true })
  await writeFile(join(path, 'checkpoint.safetensors'), fullCheckpoint(500))
  await writeFile(join(path, 'best.safetensors'), fullCheckpoint(490))
  const log = [step(490), score(490, 3), step(500, 1), step(500), step(510), score(600, 1), step(640), '{"event":"st']
  await writeFile(join(path, 'metrics.jsonl'), log.join('\n'))
  for (const name of ['step-000500.png', 'step-000600.png', 'mine.png']) await writeFile(join(path, 'samples', name), '')
  const opened = await openOutput(path, true)
  expect(opened.best).toMatchObject({ step: 490, kid: 3, network: 'MobileNetV2' }) // so that a worse state does not replace it
  expect(areSame(await readFile(opened.stateFile), fullCheckpoint(500))).toBe(true)
  expect((await readdir(join(path, 'samples'))).toSorted()).toEqual(['mine.png', 'step-000500.png'])
  expect(await readdir(path)).not.toContain('checkpoint.safetensors')
  const { stored } = await openNamedRun(path)
  expect((await stored?.events())?.map(({ event, step: when }) => `${event} ${when}`)).toEqual([
    'change 0',
    'step 490',
    'score 490',
    'step 500',
  ])
  expect(areSame(await stored?.snapshot(stored.record.best?.file ?? null), fullCheckpoint(490))).toBe(true)
})

test('a run of an older version whose move was interrupted is moved again', async () => {
  const path = at('half moved')
  await mkdir(path)
  await writeFile(join(path, 'checkpoint.safetensors'), fullCheckpoint(500))
  await writeFile(join(path, 'best.safetensors'), '') // damaged: it is left behind
  await openOutput(path, true)
  await writeFile(join(path, 'checkpoint.safetensors'), fullCheckpoint(600)) // as if it had not been removed yet
  expect((await openNamedRun(path)).checkpoint.step).toBe(600)
  expect(areSame(await readFile((await openOutput(path, true)).stateFile), fullCheckpoint(600))).toBe(true)
  expect((await openNamedRun(path)).stored?.record.step).toBe(600)
})

test('a run that goes on loses the samples and the lines of steps that are made again', async () => {
  const path = at('goes on')
  const first = await openOutput(path, false)
  await first.save({ bytes: fullCheckpoint(20), step: 20, elapsedSeconds: 2, config: DEFAULTS, device: DEVICE })
  for (const name of ['step-000010.png', 'step-000030.png']) await writeFile(join(path, 'samples', name), '')
  await first.log({ event: 'paused', step: 30 })
  expect(await readFile(join(path, 'metrics.jsonl'), 'utf8')).toContain('"step":30') // at once
  const second = await openOutput(path, true)
  expect(await readFile(join(path, 'metrics.jsonl'), 'utf8')).not.toContain('"step":30')
  await second.log({ event: 'paused', step: 25 })
  await second.save({ bytes: fullCheckpoint(25), step: 25, elapsedSeconds: 2, config: DEFAULTS, device: DEVICE })
  expect((await (await openNamedRun(path)).stored?.events())?.map(({ step: when }) => when)).toEqual([0, 25])
  expect(await readdir(join(path, 'samples'))).toEqual(['step-000010.png'])
})

test('the scores of a run that goes on are those up to its last state', async () => {
  const path = at('scored')
  const output = await openOutput(path, false)
  const report = (number: number) => parseEvent(score(number, 1)) as RunEvent
  await output.log(report(10))
  await output.log({ event: 'returned', step: 5, from: 10 })
  for (const number of [8, 20]) await output.log(report(number))
  await output.save({ bytes: fullCheckpoint(20), step: 20, elapsedSeconds: 2, config: DEFAULTS, device: DEVICE })
  await output.log(report(30))
  expect((await scoresSoFar(await openNamedRun(path))).map(({ step: when }) => when)).toEqual([8, 20])
})

test('a new run that replaces another leaves nothing of it', async () => {
  const path = at('replaced')
  await mkdir(join(path, 'samples'), { recursive: true })
  await writeFile(join(path, 'checkpoint.safetensors'), fullCheckpoint(500))
  for (const name of ['metrics.jsonl', 'metrics-9.jsonl', 'head-0', 'snapshot-00000010-1.safetensors', 'best.safetensors', 'notes.txt'])
    await writeFile(join(path, name), '')
  await writeFile(join(path, 'samples/step-000100.png'), '')
  const opened = await openOutput(path, false)
  expect(opened.best).toBeNull()
  expect((await readdir(path)).toSorted()).toEqual(['config.json', 'notes.txt', 'samples'])
  expect(await readdir(join(path, 'samples'))).toEqual([])
})
