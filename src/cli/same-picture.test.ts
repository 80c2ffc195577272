// The same code is the same picture: on the wall that a run keeps, by `sample`, in the text of a PNG and in a zip of pictures, whatever form the
// run is in.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Checkpoint, encodeCheckpoint, readCheckpoint, restoreModels } from '../gan/checkpoint.ts'
import { captureGenerator } from '../gan/inference.ts'
import { disposeModels, stateShapes } from '../gan/models.ts'
import { WALL_SEEDS } from '../gan/run.ts'
import { createSampler } from '../gan/sampler.ts'
import { classesInTurn, TINY } from '../gan/test-support.ts'
import { directionsFor } from '../player/directions/asked-directions.ts'
import { preparationOf } from '../spec/config.ts'
import type { Pictures } from '../spec/image-block.ts'
import { writeLatent } from '../spec/latent-text.ts'
import { type LatentPoint, pointsOfGrid, type SeedPoint } from '../spec/picture-code.ts'
import { codesOf } from '../spec/picture-facts.ts'
import type { SampleGrid } from '../spec/report.ts'
import { RandomStream } from '../spec/rng.ts'
import { writeProject } from '../store/project-file.ts'
import { openTestDevice } from '../tensor/test-devices.ts'
import { main } from './index.ts'
import { openStoredRun } from './old-run-folder.ts'
import { openRunOutput } from './run-output.ts'
import { captureOutput } from './test-support.ts'

const folder = await mkdtemp(join(tmpdir(), 'quarterturn-same-'))
afterAll(() => rm(folder, { recursive: true }))
let said: readonly string[] = []
beforeEach(() => {
  said = captureOutput()
})
const at = (...names: string[]) => join(folder, ...names)

const DEVICE = { backend: 'wasm', name: 'processor', threads: 1 } as const
const COUNTS = [4, 2, 1]

interface Trained {
  readonly config: typeof TINY
  readonly id: string
  /** What the run keeps and draws. */
  readonly wall: SampleGrid
  readonly elsewhere: { readonly points: readonly LatentPoint[]; readonly pictures: Pictures }
}

/** A run at step 7 with networks of noise, as a checkpoint, a folder and a project file, each with its wall. */
async function makeRun(name: string, config: typeof TINY, id: string): Promise<Trained> {
  const classes = config.conditioning === 'none' ? null : classesInTurn(24, COUNTS)
  const classCount = classes?.names.length ?? 0
  const stream = new RandomStream(5, 'dataset')
  const tensors = Object.fromEntries(
    Object.entries(stateShapes(config, 3, classCount)).map(([tensor, shape]) => {
      const size = shape.reduce((product, side) => product * side, 1)
      return [tensor, { shape, values: stream.normals(size).map((value) => 0.3 * value) }]
    }),
  )
  const about = {
    run: id,
    data: 'builtin:shapes',
    channels: 3,
    images: { count: 24, hash: '' },
    device: DEVICE,
    elapsedSeconds: 1,
  } as const
  const none = { step: 7, wall: null, panel: null }
  const checkpoint: Checkpoint = { ...about, config, step: 7, classCount, classes, content: 'state', tensors, pictures: none }
  const models = restoreModels(checkpoint)
  const sampler = createSampler(models.generator, config)
  const wall = await sampler.samples(checkpoint, WALL_SEEDS)
  const points = pointsElsewhere(pointsOfGrid(wall), stream.normals(config.latent))
  const directions = await directionsFor(points, () => captureGenerator(models.generator, sampler, config, checkpoint))
  const elsewhere = { points, pictures: await sampler.pictures(checkpoint, points, { directions }) }
  sampler.dispose()
  disposeModels(models)

  const bytes = encodeCheckpoint({ ...checkpoint, pictures: { ...none, wall } })
  await writeFile(at(`${name}.safetensors`), bytes)
  const images = { source: { kind: 'builtin', name: 'shapes' }, label: 'Shapes', channels: 3, leftOut: [], identity: null } as const
  const run = { id, name: 'Shapes', images: { ...images, preparation: preparationOf(config) }, config, origin: null, scheduled: [] }
  const output = await openRunOutput({ path: at(name), data: 'builtin:shapes', run, from: null, device: DEVICE })
  await output.save({ bytes, step: 7, elapsedSeconds: 1, config, device: DEVICE })
  const project = await writeProject(await openStoredRun(at(name)), { snapshots: 'all', content: 'state', set: null })
  await writeFile(at(`${name}.zip`), project)
  return { config, id, wall, elsewhere }
}

/** Of each kind one that is no sample. @param z of no seed */
function pointsElsewhere(samples: readonly SeedPoint[], z: Float32Array): LatentPoint[] {
  const [a, b, c, d] = samples as [SeedPoint, SeedPoint, SeedPoint, SeedPoint]
  return [
    { ...a, towards: { ...b, at: 1 / 3, method: 'slerp' } },
    { ...a, pad: { topRight: b, bottomLeft: c, bottomRight: d, x: 1 / 3, y: 0.25 }, variety: 0.8 },
    { ...a, towards: { ...b, seed: a.seed, at: 0.4, method: 'slerp' }, latent: writeLatent(z) },
    {
      ...b,
      directions: [
        { set: 'pc', index: 1, sigmas: 1.5 },
        { set: 'cf', index: 0, sigmas: -2, zone: 'late' },
      ],
    },
  ]
}

const pictureOf = ({ pixels, size }: Pictures, i: number) => [...pixels.subarray(4 * size * size * i, 4 * size * size * (i + 1))]

async function pixelsOf(png: Uint8Array | string): Promise<number[]> {
  return [...(await sharp(png).ensureAlpha().raw().toBuffer())]
}

async function textOf(png: string): Promise<{ code?: string; pictures?: { code: string }[] }> {
  const { comments } = await sharp(png).metadata()
  return JSON.parse(comments?.find(({ keyword }) => keyword === 'quarterturn')?.text ?? '')
}

const command = (name: string, form: string, ...args: string[]) =>
  main(name, ['--run', at(form), '--backend', 'wasm', ...args], { root: process.cwd() })

beforeAll(async () => {
  await openTestDevice('wasm')
})

test.each([
  ['none', TINY, 'k3f9x2b7', '7-6'],
  ['given', { ...TINY, conditioning: 'given' }, '0FB3-9c', '7-6-c'],
] as const)(
  'a cell of the wall has one code, and the code one picture, in every form of a run: conditioning %s',
  async (name, config, id, form) => {
    const { wall, elsewhere } = await makeRun(name, config, id)
    const facts = { run: { id, name: '' }, step: 7 }
    const cell = 5
    const code = codesOf({ ...facts, points: pointsOfGrid(wall) })[cell] as string
    const others = codesOf({ ...facts, points: elsewhere.points }).map(
      (other, i) => [name, other, pictureOf(elsewhere.pictures, i)] as const,
    )
    expect(code.slice(code.indexOf('-') + 1)).toContain(form)

    for (const [run, wanted, pixels] of [
      [`${name}.safetensors`, code, pictureOf(wall.pictures, cell)],
      ...others,
      [`${name}.zip`, code, pictureOf(wall.pictures, cell)],
    ] as const) {
      const out = at(`${name}.png`)
      expect(await command('sample', run, '--code', wanted.toUpperCase(), '--out', out)).toBe(0)
      expect(await pixelsOf(out)).toEqual(pixels)
      expect((await textOf(out)).code).toBe(wanted)
    }

    expect(await command('sample', name, '--count', '9', '--out', at('sheet.png'))).toBe(0)
    expect((await textOf(at('sheet.png'))).pictures?.[cell]?.code).toBe(code)

    expect(
      await command('export', `${name}.zip`, '--format', 'pictures', '--seeds', '2,6', '--out', at(`${name}-pictures.zip`), '--json'),
    ).toBe(0)
    expect(JSON.parse(said.at(-1) ?? '')).toMatchObject({ event: 'done', format: 'pictures', largestPixelDifference: 0, pictures: 2 })
    const files = unzipSync(await readFile(at(`${name}-pictures.zip`)))
    const { pictures } = JSON.parse(strFromU8(files['seeds.json'] as Uint8Array))
    expect(pictures[1]).toMatchObject({ code, seed: 6 })
    expect(await pixelsOf(files[pictures[1].file] as Uint8Array)).toEqual(pictureOf(wall.pictures, cell))
  },
)

test('a code of another run, step or class, and what is none, is refused in a sentence that names both', async () => {
  await makeRun('one', TINY, 'k3f9x2b7')
  const refused = async (code: string, ...args: string[]) => {
    expect(await command('sample', 'one', '--code', code, '--out', at('no.png'), ...args)).toBe(2)
    return said.at(-1)
  }
  expect(await refused('abc123-7-6')).toBe('This code is of the run abc123, and “Shapes” is the run k3f9x2.')
  expect(await refused('run-7-6')).toBe('This code is of a run without an id, and “Shapes” is the run k3f9x2.')
  expect(await refused('k3f9x2-8-6')).toBe('The networks of step 8 are not kept in this run; those of 7 are.')
  expect(await refused('k3f9x2-7-6-c1')).toBe('This code is of class 1, and the run has no classes.')
  expect(await refused('k3f9x2-7-6-to7-toc2-at0.5')).toBe('This code is of class 2, and the run has no classes.')
  expect(await refused('k3f9x2-7-6-pad7.8c3.9-x0-y0.5')).toBe('This code is of class 3, and the run has no classes.')
  expect(await refused('k3f9x2-7-6-zqa')).toBe(`The latent in this code has 1 number, and those of the run have ${TINY.latent}.`)
  expect(await refused('k3f9x2-7-6-pc9p1')).toBe('This code goes along the direction pc9, which is not known here.')
  expect(await refused('k3f9x2-7')).toContain('is not the code of a picture')
  expect(await refused('k3f9x2-7-6', '--seed', '6')).toBe('--code says which picture to draw: leave --seed out.')
  expect(await refused('k3f9x2-7-6', '--by-class')).toBe('--code says which picture to draw: leave --by-class out.')
})

test('of a checkpoint from before runs wrote their id into it, codes say so', async () => {
  await makeRun('older', TINY, 'k3f9x2b7')
  const checkpoint = readCheckpoint(await readFile(at('older.safetensors')))
  const { run: _, ...old } = checkpoint
  await writeFile(at('old.safetensors'), encodeCheckpoint(old))
  expect(await command('sample', 'old.safetensors', '--code', 'run-7-6', '--out', at('old.png'))).toBe(0)
  expect((await textOf(at('old.png'))).code).toBe('run-7-6')
  expect(await command('export', 'old.safetensors', '--format', 'png', '--seeds', '6', '--out', at('old2.png'), '--json')).toBe(0)
  expect(JSON.parse(said.at(-1) ?? '')).toMatchObject({ format: 'png', largestPixelDifference: 0, pictures: 1 })
  expect((await textOf(at('old2.png'))).code).toBe('run-7-6')
  expect(await pixelsOf(at('old2.png'))).toEqual(await pixelsOf(at('old.png')))
})
