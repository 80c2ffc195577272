// The commands as a shell calls them: a run is trained into a folder, sampled from it, and resumed.
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCheckpoint, readPictures } from '../gan/checkpoint.ts'
import { openRun } from '../store/run-files.ts'
import { nodeFolder } from './node-folder.ts'
import { runCommand as command } from './test-support.ts'

/** The shapes of TINY in gan/test-support.ts: other shapes would compile other programs. */
const TINY = ['smoke', 'width=4', 'batch=8', 'latent=8', 'discriminatorSteps=1'].flatMap((value, i) => [i ? '--set' : '--preset', value])
/** The other tests take the best device there is. */
const WEBGPU = ['--backend', 'webgpu', '--json']
const DATA = ['--data', 'builtin:shapes']

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quarterturn-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** RGB, without what the file says of its run. */
const pixelsOf = (file: string, page = 0) => sharp(file, { page }).removeAlpha().toColourspace('srgb').raw().toBuffer()

test('train, sample, and resume: the resumed run makes the steps of one that was never stopped', async () => {
  const whole = join(folder, 'whole')
  const parts = join(folder, 'parts')
  expect(await command('train', ...DATA, ...TINY, '--steps', '4', '--out', whole, ...WEBGPU)).toMatchObject({ code: 0 })
  expect(await command('train', ...DATA, ...TINY, '--steps', '2', '--out', parts, ...WEBGPU)).toMatchObject({ code: 0 })
  await appendFile(join(parts, 'metrics.jsonl'), '{"event":"step","step":3}\n{"eve') // as after a crash within a save
  const resumed = await command('train', '--resume', parts, '--steps', '4', ...WEBGPU)
  expect(resumed.code).toBe(0)
  const { checkpoint } = resumed.lines.at(-1) as { checkpoint: string }
  expect(resumed.lines.at(-1)).toMatchObject({ event: 'done', steps: 4 })
  expect(checkpoint).toMatch(/snapshot-00000004-\d+\.safetensors$/)
  expect(readCheckpoint(await readFile(checkpoint)).step).toBe(4)
  expect(await pixelsOf(join(parts, 'samples/step-000004.png'))).toEqual(await pixelsOf(join(whole, 'samples/step-000004.png')))

  const log = (await readFile(join(parts, 'metrics.jsonl'), 'utf8')).trim().split('\n')
  const lines = log.map((line) => JSON.parse(line) as { readonly event: string; readonly step: number; readonly backend?: string })
  expect(lines.map(({ event, step, backend }) => [event, step, backend])).toEqual([
    ['change', 0, undefined], // the settings with which it began
    ['device', 0, 'webgpu'],
    ['step', 2, undefined],
    ['change', 2, undefined], // of its steps
    ['device', 2, 'webgpu'],
    ['step', 4, undefined],
  ])

  const elsewhere = await command(
    'train',
    '--resume',
    parts,
    '--steps',
    '5',
    '--backend',
    'wasm',
    '--out',
    join(folder, 'elsewhere'),
    '--json',
  )
  expect(elsewhere.lines.at(-1)).toMatchObject({ event: 'done', steps: 5, backend: 'wasm' })
  expect(elsewhere.errors).toMatch(/Up to step 4 the run was trained on .*, WebGPU; from here on other bits/)

  const grid = join(folder, 'grid.png')
  const drawn = await command('sample', '--run', parts, '--count', '6', '--grid', '3x2', '--out', grid, '--json')
  expect(drawn.lines.at(-1)).toMatchObject({ event: 'done', count: 6, step: 4 })
  expect(await sharp(grid).metadata()).toMatchObject({ width: 3 * 16 + 2, height: 2 * 16 + 1 }) // a pixel between neighbours

  const single = join(folder, 'single')
  await command('sample', '--run', parts, '--seed', '7', '--count', '2', '--out', single, '--json')
  expect(await readdir(single)).toEqual(['seed-000007.png', 'seed-000008.png'])

  const gif = join(folder, 'loop.gif')
  const film = ['--seeds', '7,8', '--seconds', '1', '--fps', '10', '--scale', '1']
  const made = (await command('export', '--run', parts, '--format', 'gif', ...film, '--out', gif, '--json')).lines.at(-1)
  expect(made).toMatchObject({ event: 'done', format: 'gif', pictures: 10 })
  const { largestPixelDifference } = made as { largestPixelDifference: number }
  for (const [seed, page] of [
    [7, 0],
    [8, 5],
  ] as const) {
    const [sampled, shown] = [await pixelsOf(join(single, `seed-00000${seed}.png`)), await pixelsOf(gif, page)]
    expect(Math.max(...sampled.map((value, i) => Math.abs(value - (shown[i] as number))))).toBeLessThanOrEqual(largestPixelDifference)
  }
})

test('score: a run against labelled folders, with its features for others to check and a probe of its discriminator', async () => {
  const [photos, run, features] = ['photos', 'scored', 'features'].map((name) => join(folder, name)) as [string, string, string]
  await photosInFolders(photos, 20)
  const trained = await command('train', '--data', photos, ...TINY, '--set', 'heldOut=0.25', '--steps', '2', '--out', run, '--json')
  expect(trained.code).toBe(0)
  const scored = await command('score', '--real', photos, '--fake', run, '--count', '24', '--features', features, '--probe', '--json')
  expect(scored).toMatchObject({ code: 0 })
  const [probe, done] = scored.lines as [{ rows: unknown[] }, Record<string, unknown>]
  expect(probe).toMatchObject({ event: 'probe', classes: ['blue', 'red'], learnt: 40, tested: 40, folds: 10 })
  expect(probe.rows).toContainEqual(expect.objectContaining({ features: 'network', name: 'MobileNetV2', accuracy: 1 }))
  expect(done).toMatchObject({ event: 'done', network: 'MobileNetV2', count: 24, fid: null, precision: 0 })
  expect(done.kid).toBeGreaterThan(0)
  expect(done.images).toEqual({ real: { files: 40, images: 40, leftOut: {}, rejected: {} }, fake: null, trainedOnReal: true })
  expect(done.missing).toHaveProperty('fid')
  expect((await readFile(join(features, 'fake.npy'))).toString('latin1')).toContain("'shape': (24, 136)")

  const log = (await readFile(join(run, 'metrics.jsonl'), 'utf8')).split('\n')
  expect(log.some((line) => line.includes('"event":"score"'))).toBe(false) // nobody asked for one

  const alone = await command('score', '--real', photos, '--fake', photos, '--count', '20', '--json')
  const itself = alone.lines.at(-1) as { kid: number; kidStderr: number }
  expect(Math.abs(itself.kid)).toBeLessThan(4 * itself.kidStderr) // two halves of one set
  expect((await command('score', '--real', photos, '--fake', photos, '--probe')).code).toBe(2)
})

test('a run that is scored every so many steps logs its scores and keeps its best state', async () => {
  const [photos, run] = ['by-step', 'by-step-run'].map((name) => join(folder, name)) as [string, string]
  await photosInFolders(photos, 20)
  const settings = ['scoreEvery=100', 'scoreCount=300'].flatMap((value) => ['--set', value])
  const trained = await command('train', '--data', photos, ...TINY, ...settings, '--steps', '100', '--out', run, '--json')
  const scores = trained.lines.filter((line) => (line as { event: string }).event === 'score')
  expect(scores).toMatchObject([{ step: 100, network: 'MobileNetV2', best: true }])
  expect((await command('sample', '--run', run, '--count', '1', '--out', join(folder, 'one.png'), '--json')).code).toBe(0)
  const { record } = await openRun(nodeFolder(run), readPictures)
  expect(record.best).toMatchObject({ step: 100, network: 'MobileNetV2', file: record.snapshots.at(-1)?.file })
})

/** Noisy pictures of two colours, in a folder each. */
async function photosInFolders(root: string, each: number): Promise<void> {
  for (const [name, tone] of [
    ['red', [200, 40, 40]],
    ['blue', [40, 60, 200]],
  ] as const) {
    await mkdir(join(root, name), { recursive: true })
    for (let i = 0; i < each; i++) {
      const pixels = Uint8Array.from({ length: 24 * 24 * 3 }, (_, k) => (tone[k % 3] as number) + (((k * 7919 + i * 104_729) >> 3) % 50))
      await sharp(pixels, { raw: { width: 24, height: 24, channels: 3 } })
        .png()
        .toFile(join(root, name, `${i}.png`))
    }
  }
}

test('a run that is not there is one line and exit code 1; a wrong option is 2', async () => {
  const missing = await command('sample', '--run', join(folder, 'nowhere'), '--out', join(folder, 'a.png'), '--json')
  expect(missing).toMatchObject({ code: 1, lines: [] })
  expect(missing.errors).toContain('nowhere')
  expect((await command('sample', '--nonsense')).code).toBe(2)
})
