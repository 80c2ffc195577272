// A run with classes that is killed while it saves, again and again, makes the steps of one that never was, and finds the same classes anew.
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCheckpoint, readPictures } from '../gan/checkpoint.ts'
import { openRun } from '../store/run-files.ts'
import { nodeFolder } from './node-folder.ts'
import { runCommand, runUntil } from './test-support.ts'

const STEPS = 20
const NETWORKS = ['size=16', 'width=4', 'latent=8', 'batch=4', 'discriminatorSteps=1']
/** Found anew after step 10. */
const CLASSES = ['conditioning=clusters', 'labelFeatures=discriminator', 'relabelEvery=10', 'classCount=3']
const SETTINGS = ['smoke', ...NETWORKS, ...CLASSES]
const TRAIN = [
  ...['train', '--data', 'builtin:shapes', '--steps', String(STEPS), '--save-every', '1', '--backend', 'wasm', '--json'],
  ...SETTINGS.flatMap((value, i) => [i ? '--set' : '--preset', value]),
]
/** Steps that are reported when the process is killed: it is then saving, or about to. */
const KILLS = [1, 8, 13]

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quarterturn-killed-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Line {
  readonly event: string
  readonly step?: number
}

/** All that does not depend on the clock, as text. */
async function resultOf(path: string): Promise<readonly string[]> {
  const run = await openRun(nodeFolder(path), readPictures)
  const { tensors, pictures, step, classes } = readCheckpoint(await run.snapshot(null))
  const reports = (await run.events()).filter(({ event }) => event === 'step')
  return [
    `step ${step}`,
    ...reports.map((event) => JSON.stringify(event.event === 'step' && [event.step, event.report.statistics])),
    ...Object.entries(tensors).map(([name, { values }]) => `${name} ${hashOf(values)}`),
    `wall ${hashOf(pictures.wall?.pictures.pixels ?? new Uint8Array())} ${JSON.stringify(pictures.panel?.probabilities)}`,
    `classes ${JSON.stringify([classes?.step, classes?.counts])} ${hashOf(classes?.ofImages ?? new Int32Array())}`,
    `table ${hashOf(await readFile(join(path, 'labels.csv')))}`,
    `samples ${hashOf(
      await sharp(join(path, 'samples', `step-0000${STEPS}.png`))
        .raw()
        .toBuffer(),
    )}`, // the file names its run
  ]
}

const hashOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex')

test('a run that is killed while it saves goes on from its last completed save, and ends with the same bits', async () => {
  const [whole, killed] = [join(folder, 'whole'), join(folder, 'killed')]
  const straight = await runCommand(...TRAIN, '--out', whole)
  expect(straight).toMatchObject({ code: 0 })
  expect((straight.lines as Line[]).filter(({ event }) => event === 'labelled').map(({ step }) => step)).toEqual([0, 10])
  let reached = 0
  for (const kill of KILLS) {
    const args =
      reached === 0
        ? [...TRAIN, '--out', killed, '--force']
        : ['train', '--resume', killed, '--save-every', '1', '--backend', 'wasm', '--json']
    const ended = await runUntil((output) => output.includes(`"step":${kill},`), ...args)
    expect(ended.signal).toBe('SIGKILL')
    const record = (await openRun(nodeFolder(killed), readPictures).catch(() => null))?.record
    reached = record?.step ?? 0
    expect(reached).toBeGreaterThanOrEqual(kill - 1) // the save of the step before was complete
    const first = (ended.lines as Line[]).find(({ event }) => event === 'step')?.step
    expect(first).toBeLessThanOrEqual(kill)
  }
  const last = await runCommand('train', '--resume', killed, '--save-every', '1', '--backend', 'wasm', '--json')
  expect(last.lines.at(-1)).toMatchObject({ event: 'done', steps: STEPS })

  const result = await resultOf(killed)
  expect(result).toEqual(await resultOf(whole))
  expect(result.filter((line) => line.startsWith('['))).toHaveLength(STEPS) // each step is reported once
  expect(result.find((line) => line.startsWith('classes'))).toMatch(/^classes \[10,/)
  const files = async (path: string) => (await readdir(path)).filter((name) => name.startsWith('snapshot-')).length
  expect(await files(killed)).toBe(await files(whole)) // nothing is left of what was interrupted
})
