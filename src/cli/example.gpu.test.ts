// The finished example that comes with the page: what stands in it must be what its networks draw, on every device.
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { readCheckpoint, restoreModels, restoreRun } from '../gan/checkpoint.ts'
import { disposeModels } from '../gan/models.ts'
import { createSampler } from '../gan/sampler.ts'
import { orientableImages } from '../gan/test-support.ts'
import { WALL_LENGTH } from '../spec/report.ts'
import { readProject } from '../store/project-file.ts'
import { openTestDevice } from '../tensor/test-devices.ts'

const FILE = 'public/example/fashion.zip'
/** Samples that are drawn: enough to tell, and few enough for a software adapter. */
const COUNT = 8

test('the example is small and whole, and has all that the page shows of it', async () => {
  const bytes = await readFile(FILE)
  expect(bytes.length).toBeLessThan(2_000_000)
  const { run, set } = await readProject(bytes)
  expect(set).toBeNull()
  const contents = run.record.snapshots.map(({ content }) => content)
  expect(contents.slice(0, -1).every((content) => content === 'pictures')).toBe(true)
  expect(contents.length).toBeGreaterThanOrEqual(12)
  expect(contents.at(-1)).toBe('networks')
  const walls = await Promise.all(run.record.snapshots.map(async ({ file }) => (await run.pictures(file)).wall))
  expect(walls.map((wall) => wall?.pictures.count)).toEqual(contents.map(() => WALL_LENGTH))
  const { panel } = await run.pictures(null)
  const told = panel?.probabilities.map((row, i) => row.indexOf(Math.max(...row)) === i % 4)
  expect(told?.filter(Boolean).length).toBeGreaterThan(8) // of 16; a quarter would be chance
  const events = await run.events()
  expect(events.filter(({ event }) => event === 'score').length).toBeGreaterThanOrEqual(10)
  expect(events.filter(({ event }) => event === 'step').length).toBeGreaterThanOrEqual(200)
  const checkpoint = readCheckpoint(await run.snapshot(null))
  expect(() => restoreRun(checkpoint, orientableImages(8, 32, 1))).toThrow('Training cannot go on from this file')
})

test.each(['webgpu', 'wasm'] as const)('on %s the networks of the example draw the wall that stands in it', async (name) => {
  await openTestDevice(name)
  const { run } = await readProject(await readFile(FILE))
  const checkpoint = readCheckpoint(await run.snapshot(null))
  const { wall } = checkpoint.pictures
  const models = restoreModels(checkpoint)
  const sampler = createSampler(models.generator, checkpoint.config)
  const { pictures: drawn } = await sampler.samples(checkpoint, wall?.seeds.slice(0, COUNT) ?? [])
  sampler.dispose()
  disposeModels(models)
  const differences = drawn.pixels.map((value, i) => Math.abs(value - (wall?.pictures.pixels[i] as number)))
  expect(differences).toHaveLength(COUNT * 32 * 32 * 4)
  expect(differences.reduce((most, difference) => Math.max(most, difference), 0)).toBeLessThanOrEqual(2)
})
