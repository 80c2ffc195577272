// `export`, of folders in the form from before runs were kept, of checkpoints and of project files.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { readCheckpoint } from '../../gan/checkpoint.ts'
import { WALL_SEEDS } from '../../gan/run.ts'
import { RandomStream } from '../../spec/rng.ts'
import { readProject } from '../../store/project-file.ts'
import { main } from '../index.ts'
import { spacedByFactors } from '../old-run-folder.ts'
import { writeGrid, writePicture } from '../png.ts'
import { CONFIG, captureOutput, checkpointBytes } from '../test-support.ts'

const folder = await mkdtemp(join(tmpdir(), 'quarterturn-export-'))
afterAll(() => rm(folder, { recursive: true }))

let said: readonly string[] = []
beforeEach(() => {
  said = captureOutput()
})

const at = (...names: string[]) => join(folder, ...names)
const exported = (...args: string[]) => main('export', args, { root: process.cwd() })

const stream = new RandomStream(4, 'dataset')
function pictures(count: number) {
  const pixels = new Uint8ClampedArray(count * CONFIG.size * CONFIG.size * 4)
  return { count, size: CONFIG.size, pixels: pixels.map((_, i) => (i % 4 === 3 ? 255 : stream.below(256))) }
}
const walls = new Map([100, 200, 300, 400, 500, 600].map((step) => [step, pictures(WALL_SEEDS.length)]))

const step = (number: number, lossD: number) => {
  return JSON.stringify({ event: 'step', step: number, imagesSeen: number, stepsPerSecond: 1, elapsedSeconds: 1, lossD })
}
const counts = { real: 1, fake: 1, training: 1, heldOut: 1 }
const score = (number: number, kid: number) => {
  return JSON.stringify({ event: 'score', step: number, network: 'MobileNetV2', best: true, kid, counts, fidFloorCount: 1, missing: {} })
}

/** As the command line wrote it: scored, with a best step, and gone on with after a crash. */
async function makeRun(name: string): Promise<string> {
  const path = at(name)
  await mkdir(join(path, 'samples'), { recursive: true })
  await writeFile(join(path, 'checkpoint.safetensors'), checkpointBytes())
  await writeFile(join(path, 'best.safetensors'), checkpointBytes({ step: 300 }))
  const log = [step(290, 1), score(300, 2.5), step(310, 1), step(310, 7), step(500, 1), step(510, 1), '{"event":"st']
  await writeFile(join(path, 'metrics.jsonl'), log.join('\n'))
  for (const [number, wall] of walls) await writeGrid(wall, 8, join(path, 'samples', `step-${String(number).padStart(6, '0')}.png`))
  return path
}

test('an old folder becomes a project file with its states, walls, scores and history', async () => {
  const out = at('deep', 'run.zip')
  expect(await exported('--run', await makeRun('old'), '--format', 'project', '--out', out, '--json')).toBe(0)
  const bytes = await readFile(out)
  expect(JSON.parse(said.at(-1) ?? '')).toEqual({ event: 'done', format: 'project', bytes: bytes.length })
  const { run, set } = await readProject(bytes)
  expect(set).toBeNull()
  expect(run.record).toMatchObject({ name: 'Shapes', step: 500, config: CONFIG, images: { source: { kind: 'builtin', name: 'shapes' } } })
  expect(run.record.snapshots.map((snapshot) => [snapshot.step, snapshot.content])).toEqual([
    [100, 'pictures'],
    [200, 'pictures'],
    [300, 'state'],
    [400, 'pictures'],
    [500, 'state'],
  ])
  expect(run.record.best).toMatchObject({ step: 300, kid: 2.5, network: 'MobileNetV2', file: run.record.snapshots[2]?.file })
  for (const { file, step: number } of run.record.snapshots) {
    expect((await run.pictures(file)).wall).toEqual({ step: number, seeds: WALL_SEEDS, pictures: walls.get(number) })
  }
  const events = await run.events()
  expect(events.map((event) => [event.event, event.step])).toEqual([
    ['step', 290],
    ['score', 300],
    ['step', 310],
    ['step', 500],
  ])
  expect(events[2]).toMatchObject({ report: { statistics: { lossD: 7 } } }) // the step that was made again
})

test('a project file becomes another one, or a checkpoint, of the networks alone', async () => {
  const whole = at('whole.zip')
  expect(await exported('--run', await makeRun('other'), '--format', 'project', '--out', whole)).toBe(0)
  const networks = ['--content', 'networks']
  expect(await exported('--run', whole, '--format', 'project', '--out', at('networks.zip'), ...networks)).toBe(0)
  const { record } = (await readProject(await readFile(at('networks.zip')))).run
  expect(record.snapshots.map(({ content }) => content)).toEqual(['pictures', 'pictures', 'networks', 'pictures', 'networks'])
  expect(await exported('--run', whole, '--format', 'safetensors', '--out', at('networks.safetensors'), ...networks)).toBe(0)
  expect(readCheckpoint(await readFile(at('networks.safetensors')))).toMatchObject({ content: 'networks', step: 500 })
  expect(await exported('--run', whole, '--format', 'safetensors', '--out', at('300.safetensors'), '--step', '300')).toBe(0)
  expect(said.at(-1)).toMatch(/^Step 300 of “Shapes” is in /)
  const again = ['--run', at('networks.safetensors'), '--format', 'safetensors', '--out', at('again.safetensors')]
  expect(await exported(...again, '--content', 'state')).toBe(2)
  expect(said.at(-1)).toBe('Of step 500 only the networks are kept: take --content networks.')
  expect(await exported('--run', at('networks.safetensors'), '--format', 'project', '--out', at('again.zip'))).toBe(0)
  expect((await readProject(await readFile(at('again.zip')))).run.record.snapshots).toMatchObject([{ content: 'networks', step: 500 }])
})

test('the images of a run are put into the file where they are wanted, but not those that come with the program', async () => {
  const path = await makeRun('with images')
  expect(await exported('--run', path, '--format', 'project', '--out', at('a.zip'), '--with-images')).toBe(0)
  expect(said.join('\n')).toContain('comes with the program: they are not put into the file')
  await mkdir(at('photos'))
  const own = pictures(3)
  for (let i = 0; i < 3; i++) await writePicture(own, i, at('photos', `${i}.png`))
  await writeFile(join(path, 'checkpoint.safetensors'), checkpointBytes({ data: at('photos') }))
  expect(await exported('--run', path, '--format', 'project', '--out', at('b.zip'), '--with-images')).toBe(0)
  const { run, set } = await readProject(await readFile(at('b.zip')))
  expect(run.record).toMatchObject({ name: 'photos', images: { source: { kind: 'own', name: at('photos') } } })
  expect(set?.collection).toMatchObject({ count: 3, size: CONFIG.size, channels: 3, paths: ['0.png', '1.png', '2.png'] })
})

test('what cannot be exported is refused in a sentence, and nothing is overwritten', async () => {
  const path = await makeRun('refused')
  const to = (...args: string[]) => exported('--run', path, '--out', at('refused.zip'), ...args)
  expect(await to('--format', 'tiff')).toBe(2)
  expect(said.at(-1)).toMatch(/^There is no format “tiff”; there are .*project, .*safetensors.*\.$/)
  expect(await to('--format', 'project', '--content', 'adam')).toBe(2)
  expect(said.at(-1)).toBe('--content is one of state, networks, not “adam”.')
  expect(await to('--format', 'safetensors', '--with-images')).toBe(2)
  expect(await exported('--run', path, '--format', 'project', '--out', folder, '--force')).toBe(1)
  expect(said.at(-1)).toBe(`“${folder}” is a folder: name a file in it.`)
  await writeFile(at('refused.zip'), 'mine')
  expect(await to('--format', 'project')).toBe(1)
  expect(said.at(-1)).toBe(`“${at('refused.zip')}” is there already: choose another --out, or replace it with --force.`)
  expect(await readFile(at('refused.zip'), 'utf8')).toBe('mine')
  expect(await exported('--run', at('refused.zip'), '--format', 'project', '--out', at('x.zip'))).toBe(1)
  expect(said.at(-1)).toBe(`${at('refused.zip')}: The zip is broken: it ends too early or was damaged on its way.`)
  expect(await exported('--run', at('nowhere'), '--format', 'project', '--out', at('x.zip'))).toBe(1)
  expect(said.at(-1)).toBe(`There is no file or folder “${at('nowhere')}”.`)
  expect(await exported('--run', folder, '--format', 'project', '--out', at('x.zip'))).toBe(1)
  expect(said.at(-1)).toContain('is not the folder of a run')
  expect(await to('--format', 'project', '--force')).toBe(0)
})

test('walls are chosen so that each is about the same factor after the one before', () => {
  const steps = Array.from({ length: 600 }, (_, i) => 10 * (i + 1))
  const chosen = spacedByFactors(steps, 16)
  expect([chosen.length <= 16, chosen[0], chosen.at(-1)]).toEqual([true, 10, 6000])
  const factors = chosen.slice(4).map((one, i) => one / (chosen[i + 3] as number))
  expect(Math.max(...factors) / Math.min(...factors)).toBeLessThan(1.3)
  expect([spacedByFactors([], 16), spacedByFactors([0], 16), spacedByFactors([0, 7], 16)]).toEqual([[], [0], [0, 7]])
})
