// Films by `export`: of kept samples, which need no device, and with an encoder that stands for that of a browser.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { WALL_SEEDS } from '../../gan/run.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { RandomStream } from '../../spec/rng.ts'
import type { BrowserEncoder } from '../context.ts'
import { main } from '../index.ts'
import { writeGrid } from '../png.ts'
import { CONFIG, captureOutput, checkpointBytes } from '../test-support.ts'

const folder = await mkdtemp(join(tmpdir(), 'quarterturn-film-'))
afterAll(() => rm(folder, { recursive: true }))

let said: readonly string[] = []
beforeEach(() => {
  said = captureOutput()
})

const at = (name: string) => join(folder, name)
const { size } = CONFIG
const LENGTH = 4 * size * size

const stream = new RandomStream(4, 'dataset')
const walls = [100, 300, 500].map((step): [number, Pictures] => {
  const pixels = new Uint8ClampedArray(WALL_SEEDS.length * LENGTH).map((_, i) => (i % 4 === 3 ? 255 : 32 * stream.below(8)))
  return [step, { count: WALL_SEEDS.length, size, pixels }]
})
await mkdir(join(at('run'), 'samples'), { recursive: true })
await writeFile(join(at('run'), 'checkpoint.safetensors'), checkpointBytes())
for (const [step, wall] of walls) await writeGrid(wall, 8, join(at('run'), 'samples', `step-${String(step).padStart(6, '0')}.png`))

function film(out: string, args: readonly string[], browserEncoder: () => BrowserEncoder | null = () => null): Promise<number> {
  return main('export', ['--run', at('run'), '--out', at(out), ...args, '--json'], { root: process.cwd(), browserEncoder })
}
const leftovers = async (name: string) => (await readdir(folder)).filter((each) => each.startsWith(name))

const SNAPSHOTS = ['--film', 'snapshots', '--seconds', '1']

test('a film of snapshots shows the samples of its seeds at each kept step for as long, in order', async () => {
  const options = ['--format', 'gif', '--seeds', '5,2', '--grid', '2x1', '--fps', '10', '--scale', '1']
  expect(await film('kept.gif', [...SNAPSHOTS, ...options])).toBe(0)
  const bytes = await readFile(at('kept.gif'))
  const done = JSON.parse(said.at(-1) ?? '') as { largestPixelDifference: number }
  expect(done).toEqual({ event: 'done', format: 'gif', bytes: bytes.length, largestPixelDifference: expect.any(Number), pictures: 20 })
  expect(await sharp(bytes, { animated: true }).metadata()).toMatchObject({ pages: 10, pageHeight: size, width: 2 * size + 1, loop: 0 })
  const frames = await sharp(bytes, { animated: true }).removeAlpha().raw().toBuffer()
  const shown = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2]
  for (const [i, wall] of shown.entries()) {
    for (const [cell, seed] of [5, 2].entries()) {
      const { pixels } = (walls[wall] as [number, Pictures])[1]
      const from = WALL_SEEDS.indexOf(seed) * LENGTH
      for (let pixel = 0; pixel < size * size; pixel++) {
        const [x, y] = [pixel % size, Math.floor(pixel / size)]
        const there = 3 * ((i * size + y) * (2 * size + 1) + cell * (size + 1) + x)
        const difference = Math.abs((frames[there] as number) - (pixels[from + 4 * pixel] as number))
        expect(difference).toBeLessThanOrEqual(done.largestPixelDifference)
      }
    }
  }
  expect(done.largestPixelDifference).toBeLessThan(64)
})

test.each([
  ['a rate that a GIF cannot have', ['--fps', '30'], 'GIF can have 10, 20, 25, 50 frames a second, not 30.'],
  ['a film that is too long', ['--seconds', '90'], 'A film lasts 1 to 60 seconds, not 90.'],
  ['a film that is too large', ['--scale', '300'], /^The film would be 4,800 × 4,800 pixels/],
  ['a factor that is not whole', ['--scale', '1.5'], 'Pictures are enlarged by a whole factor, not by 1.5.'],
  ['one stop', ['--seeds', '4'], 'A walk goes through 2 to 64 samples, not 1.'],
  ['three ends', ['--film', 'between', '--seeds', '1,2,3'], '--film between takes two seeds, not 3.'],
  ['seeds that are none', ['--seeds', '1,two'], '--seeds is a list of seeds such as 1,5,9-12, not “1,two”.'],
  ['another film', ['--film', 'zoom'], '--film is one of walk, between, loop, path, snapshots, not “zoom”.'],
  ['a radius of a walk', ['--radius', '0.5'], '--radius is not for --film walk but for loop.'],
  ['too wide a loop', ['--film', 'loop', '--radius', '3'], 'The radius of a loop is 0.01 to 1 quarter turns, not 3.'],
  ['a grid of too many', ['--film', 'loop', '--grid', '9x9'], 'Take at most 64 samples, not 81.'],
  ['a grid that is none', ['--film', 'loop', '--grid', '0x3'], '--grid is COLUMNSxROWS such as 8x8, not “0x3”.'],
  ['a seed that is not kept', ['--film', 'snapshots', '--seeds', '1,99'], 'Snapshots keep the samples of the seeds 1 to 64 only.'],
  ['a class of a run without', ['--class', 'cat'], /^This run has no classes/],
  ['a path without keys', ['--film', 'path'], /^--codes is missing/],
  ['a path of one key', ['--film', 'path', '--codes', 'run-5-1'], 'A path goes through 2 to 64 key pictures, not 1.'],
  ['a key that is no code', ['--film', 'path', '--codes', 'run-5-1,7'], /^--codes: “7” is not the code of a picture/],
  ['a key of another run', ['--film', 'path', '--codes', 'run-5-1,k3f9x2-5-2'], /^--codes: This code is of the run k3f9x2/],
  ['a key of two steps', ['--film', 'path', '--codes', 'run-5-1,run-5-2-mix4late'], /^--codes: .* this code mixes two/],
  ['a class of a key', ['--film', 'path', '--codes', 'run-5-1-c2,run-5-2'], /^--codes: .* the run has no classes/],
  ['a latent of another length', ['--film', 'path', '--codes', 'run-5-1-zqa,run-5-2'], /^--codes: The latent in this code has 1 number/],
  ['a direction of no run', ['--film', 'path', '--codes', 'run-5-1,run-5-2-pc99p1'], /^--codes: This code goes along the direction pc99/],
  ['times of some ways', ['--film', 'path', '--codes', 'run-5-1,run-5-2,run-5-3', '--times', '2,1'], /gives 2 of the 3 ways/],
  ['a time that is none', ['--film', 'path', '--codes', 'run-5-1,run-5-2', '--times', '2,'], /^--times are seconds from 0.1 to 30/],
  ['codes of a walk', ['--codes', 'run-5-1'], '--codes is not for --film walk but for path.'],
  ['an open walk', ['--open'], '--open is not for --film walk but for path.'],
  ['seeds of a path', ['--film', 'path', '--seeds', '1,2'], '--seeds is not for --film path but for walk, between, loop, snapshots.'],
])('%s is refused in a sentence, and nothing is written', async (_, args, sentence) => {
  expect(await film('refused.gif', ['--format', 'gif', ...args])).toBe(2)
  expect(said.at(-1)).toMatch(sentence)
  expect(await leftovers('refused')).toEqual([])
})

test('without a browser, or with one that cannot encode such a film, a video is refused with what to do', async () => {
  expect(await film('a.mp4', [...SNAPSHOTS, '--format', 'mp4'])).toBe(1)
  expect(said.at(-1)).toMatch(/none was found: .* take --format gif or png/)
  expect(await film('a.mp4', [...SNAPSHOTS, '--format', 'mp4'], () => async () => ({ refused: 'It cannot.' }))).toBe(1)
  expect(said.at(-1)).toBe('It cannot.')
  expect(await leftovers('a.mp4')).toEqual([])
})

test('an interrupted film leaves nothing, not even what was written of it', async () => {
  const listeners = process.listenerCount('SIGINT')
  const there: number[] = []
  const encoder: BrowserEncoder = async (frames, _plan, target) => {
    for await (const _ of frames) {
      await target.write(Uint8Array.of(1, 2, 3), 0)
      there.push((await leftovers('b.mp4')).length)
      process.emit('SIGINT')
    }
    return { check: null }
  }
  expect(await film('b.mp4', [...SNAPSHOTS, '--format', 'mp4'], () => encoder)).toBe(1)
  expect([said.at(-1), there]).toEqual(['Cancelled.', [1]])
  expect(await leftovers('b.mp4')).toEqual([])
  expect(process.listenerCount('SIGINT')).toBe(listeners)
})

test.skipIf(!existsSync('/dev/full'))('on a full disk a film ends with a sentence and leaves nothing', async () => {
  await symlink('/dev/full', at(`c.gif.${process.pid}.part`)) // where the unfinished file will be
  expect(await film('c.gif', [...SNAPSHOTS, '--format', 'gif', '--fps', '10'])).toBe(1)
  expect(said.at(-1)).toBe(`The disk is full: “${at('c.gif')}” could not be written. Free some space and try again.`)
  expect(await leftovers('c.gif')).toEqual([])
})

test('pieces that are written in any order become one file', async () => {
  const encoder: BrowserEncoder = async (_frames, _plan, target) => {
    await target.write(Uint8Array.of(4, 5, 6), 3)
    await target.write(Uint8Array.of(1, 2, 3), 0)
    return { check: { largestPixelDifference: 7, pictures: 1 } }
  }
  expect(await film('d.webm', [...SNAPSHOTS, '--format', 'webm'], () => encoder)).toBe(0)
  expect([...(await readFile(at('d.webm')))]).toEqual([1, 2, 3, 4, 5, 6])
  expect(JSON.parse(said.at(-1) ?? '')).toMatchObject({ format: 'webm', bytes: 6, largestPixelDifference: 7 })
})
