// `sample` before a device is opened, the pictures that it writes, and single checkpoints in place of a run's folder.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { main } from './index.ts'
import { writeGrid, writePicture } from './png.ts'
import { captureOutput, checkpointBytes } from './test-support.ts'

let folder = ''
let said: readonly string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quarterturn-sample-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

beforeEach(() => {
  said = captureOutput()
})

const run = (command: string, ...args: string[]) => main(command, args, { root: process.cwd() })
const last = () => said.at(-1)
const at = (name: string) => join(folder, name)

test('a single checkpoint, as the page saves it, is a run: it is resumed into a named folder', async () => {
  const file = at('shapes-step-000500.safetensors')
  await writeFile(file, checkpointBytes({ images: { count: 60, hash: '' } }))
  expect(await run('train', '--resume', file)).toBe(2)
  expect(last()).toBe(`A run goes on in a folder: name one by --out, for what follows “${file}”.`)
  expect(await run('train', '--resume', file, '--out', at('on'))).toBe(1)
  expect(last()).toContain('60 then, 4,096 now') // other images are noticed
  expect(await run('train', '--resume', file, '--steps', '500', '--json')).toBe(2)
  expect(await run('train', '--resume', file, '--steps', '500', '--out', at('on'), '--json')).toBe(0)
  expect(JSON.parse(last() ?? '')).toMatchObject({ steps: 500, checkpoint: file })
  expect(await run('sample', '--run', file, '--out', at('a.png'), '--backend', 'webgl')).toBe(1)
  expect(last()).toContain('WebGL') // so it was read
  expect(await run('score', '--real', file, '--fake', file)).toBe(1)
  expect(last()).toBe(`“${file}” is the checkpoint of a run: name the folder that its images lie in.`)
})

/** Three pictures of 2 x 2 pixels, each pixel of another colour. */
const pictures = { count: 3, size: 2, pixels: Uint8ClampedArray.from({ length: 48 }, (_, i) => (i % 4 === 3 ? 255 : 5 * i + 3)) }

async function pixelsOf(file: string) {
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels, (y * info.width + x) * info.channels + 3)]
  return { width: info.width, height: info.height, at }
}

test.each([1, 3])('scaled by %i, every pixel of a grid is a square of so many, nothing is smoothed', async (scale) => {
  const file = at(`grid-${scale}.png`)
  await writeGrid(pictures, 2, file, { scale })
  const grid = await pixelsOf(file)
  expect([grid.width, grid.height]).toEqual([5 * scale, 5 * scale])
  for (let y = 0; y < 5 * scale; y++) {
    for (let x = 0; x < 5 * scale; x++) {
      const [column, row] = [Math.floor(x / scale), Math.floor(y / scale)]
      const picture = 2 * Math.floor(row / 3) + Math.floor(column / 3)
      const isGap = column === 2 || row === 2 || picture === 3
      const first = (picture * 4 + (row % 3) * 2 + (column % 3)) * 4
      expect(grid.at(x, y)).toEqual(isGap ? [0, 0, 0] : [...pictures.pixels.subarray(first, first + 3)])
    }
  }
})

test('a picture alone is scaled alike', async () => {
  await writePicture(pictures, 1, at('one.png'), { scale: 4 })
  const one = await pixelsOf(at('one.png'))
  expect([one.width, one.height]).toEqual([8, 8])
  expect([one.at(0, 0), one.at(3, 3), one.at(4, 3), one.at(7, 7)]).toEqual(
    [16, 16, 20, 28].map((i) => [...pictures.pixels.subarray(i, i + 3)]),
  )
})

test('a scale of zero, or one that makes the picture too large, is refused before anything is drawn', async () => {
  await writeFile(at('run.safetensors'), checkpointBytes())
  const scaled = (...args: string[]) => run('sample', '--run', at('run.safetensors'), '--out', at('a.png'), ...args)
  for (const scale of ['0', '1.5', '-2', 'large']) {
    expect(await scaled(`--scale=${scale}`)).toBe(2)
    expect(last()).toBe(`--scale is a whole number of at least 1, not “${scale}”.`)
  }
  expect(await scaled('--grid', '64x64', '--scale', '16')).toBe(2)
  expect(last()).toBe(
    'The picture would be 17,392 × 17,392 pixels, and at most 16,383 × 16,383 can be written: take a smaller --scale, or fewer samples.',
  )
})

test('a seed of more than 32 bits is refused: it would be another one once more', async () => {
  await writeFile(at('run.safetensors'), checkpointBytes())
  expect(await run('sample', '--run', at('run.safetensors'), '--out', at('a.png'), '--seed', '4294967295', '--count', '2')).toBe(2)
  expect(last()).toBe('Seeds are whole numbers up to 4,294,967,295.')
})

test('a class is not asked for where the run has none, nor one class together with a row for each', async () => {
  await writeFile(at('run.safetensors'), checkpointBytes())
  const drawn = (out: string, ...args: string[]) => run('sample', '--run', at('run.safetensors'), '--out', at(out), ...args)
  expect(await drawn('a.png', '--class', 'cat')).toBe(2)
  expect(last()).toBe('This run has no classes, so --class cannot choose one: it was trained with conditioning=none.')
  expect(await drawn('a.png', '--by-class')).toBe(2)
  expect(last()).toContain('no classes, so --by-class')
  expect(await drawn('a.png', '--by-class', '--class', 'cat')).toBe(2)
  expect(last()).toContain('leave --class and --grid out')
})

test.each(['train', 'sample', 'score', 'images', 'bench'])('%s --help says how it is called, and is no failure', async (command) => {
  expect(await run(command, '--help')).toBe(0)
  expect(said).toEqual([expect.stringMatching(`^Usage: npm run ${command} -- `)])
})
