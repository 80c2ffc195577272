// Project files on the command line: told from zips of images by what is in them, gone on with, looked at, and trained from.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { collectionOf } from '../data/collection.ts'
import { preparationOf } from '../spec/config.ts'
import { writeProject } from '../store/project-file.ts'
import type { NewRun } from '../store/run-writer.ts'
import { openData } from './files.ts'
import { main } from './index.ts'
import { isRun, openNamedRun } from './named-run.ts'
import { isProject } from './project.ts'
import { openRunOutput } from './run-output.ts'
import { CONFIG, captureOutput, checkpointBytes } from './test-support.ts'

let folder = ''
let said: readonly string[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quarterturn-project-'))
  await writeProjects()
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(() => {
  said = captureOutput()
})

const run = (command: string, ...args: string[]) => main(command, args, { root: process.cwd() })
const last = () => said.at(-1)
const at = (...names: string[]) => join(folder, ...names)

const DEVICE = { backend: 'wasm', name: 'processor', threads: 1 } as const
const NEW_RUN: NewRun = {
  id: 'page-1',
  name: 'My cats',
  images: {
    source: { kind: 'own', name: 'cats' },
    label: 'Cats',
    preparation: preparationOf(CONFIG),
    channels: 3,
    leftOut: [1],
    identity: null,
  },
  config: CONFIG,
  origin: null,
  scheduled: [{ step: 550, changes: { alpha: 0.5 } }],
}
const images = new Uint8Array(3 * 16 * 16 * 3).map((_, i) => i % 251)
const collection = collectionOf({ name: 'cats', label: 'Cats', images, count: 3, size: 16, channels: 3 })

/** The same run with its images and without. */
async function writeProjects(): Promise<void> {
  const path = at('trained')
  const output = await openRunOutput({ path, data: 'cats', run: NEW_RUN, from: null, device: DEVICE })
  for (const step of [400, 500]) {
    await output.log({ event: 'paused', step })
    const bytes = new Uint8Array(checkpointBytes({ step, data: 'cats' }))
    await output.save({ bytes, step, elapsedSeconds: step, config: CONFIG, device: DEVICE })
  }
  const { stored } = await openNamedRun(path)
  if (!stored) throw new Error('it was not kept')
  const contents = { snapshots: 'all', content: 'state' } as const
  const set = { collection, preparation: preparationOf(CONFIG) }
  await writeFile(at('whole.zip'), await writeProject(stored, { ...contents, set }))
  await writeFile(at('bare.zip'), await writeProject(stored, { ...contents, set: null }))
}

test('a project file is told from a zip of images by what is in it, not by its name', async () => {
  await writeFile(at('project.json.zip'), zipSync({ 'a.png': new Uint8Array(9), 'b/project.json': new Uint8Array(2) }))
  const paths = ['whole.zip', 'bare.zip', 'project.json.zip', 'trained', 'nowhere']
  expect(await Promise.all(paths.map((name) => isProject(at(name))))).toEqual([true, true, false, false, false])
  expect(await isRun(at('bare.zip'))).toBe(true)
  expect(await run('sample', '--run', at('project.json.zip'), '--out', at('a.png'))).toBe(1)
  expect(last()).toContain('This zip is not a project file of Quarterturn.')
})

test('it is a run: it is sampled, scored, and gone on with in a folder', async () => {
  const zip = at('bare.zip')
  const commands = { sample: ['--run', zip, '--out', at('a.png')], score: ['--real', 'builtin:shapes', '--fake', zip] }
  for (const [command, args] of Object.entries(commands)) {
    expect(await run(command, ...args, '--backend', 'webgl')).toBe(1)
    expect(last()).toContain('WebGL') // all else was well
  }
  expect(await run('train', '--resume', zip)).toBe(2)
  expect(last()).toBe(`A run goes on in a folder: name one by --out, for what follows “${zip}”.`)
  expect(await run('train', '--resume', zip, '--out', at('on'))).toBe(1)
  expect(last()).toBe('The run was trained on “cats”, which is not here: name its images by --data.')
  expect(await run('train', '--resume', zip, '--steps', '500', '--out', at('on'), '--json')).toBe(0)
  expect(JSON.parse(last() ?? '')).toMatchObject({ event: 'done', steps: 500, checkpoint: zip })
})

test('in the folder it goes on in, it is the same run with all of its snapshots, its history and what is planned', async () => {
  const [path, from] = [at('gone on'), await openNamedRun(at('bare.zip'))]
  const images = { ...NEW_RUN.images, source: { kind: 'own', name: '/photos/cats' } } as const
  const output = await openRunOutput({ path, data: '/photos/cats', run: { ...NEW_RUN, id: 'other', images }, from, device: DEVICE })
  await output.log({ event: 'paused', step: 510 })
  const bytes = new Uint8Array(checkpointBytes({ step: 510 }))
  await output.save({ bytes, step: 510, elapsedSeconds: 510, config: CONFIG, device: DEVICE })
  const { stored } = await openNamedRun(path)
  expect(stored?.record).toMatchObject({ id: 'page-1', name: 'My cats', step: 510, images: { source: { name: '/photos/cats' } } })
  expect(stored?.record.snapshots.map(({ step }) => step)).toEqual([400, 500, 510])
  expect((await stored?.events())?.map(({ step }) => step)).toEqual([0, 400, 500, 510])
  expect(from.stored?.record.scheduled).toEqual(NEW_RUN.scheduled)
})

test('the images in it are the set that the run was trained on', async () => {
  const opened = await openData(at('whole.zip'), preparationOf(CONFIG))
  expect(opened).toEqual({ ...collection, leftOut: new Set([1]) })
  await expect(openData(at('bare.zip'), preparationOf(CONFIG))).rejects.toThrow('is a run without its images')
  await expect(openData(at('whole.zip'), { ...preparationOf(CONFIG), framing: 'smart' })).rejects.toThrow('prepared with other settings')
})

test('one that is damaged is named with what is wrong, and nothing is written', async () => {
  const bytes = await readFile(at('bare.zip'))
  bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] as number) ^ 1
  await writeFile(at('damaged.zip'), bytes)
  expect(await run('train', '--resume', at('damaged.zip'), '--out', at('never'))).toBe(1)
  expect(last()?.startsWith(`${at('damaged.zip')}: This project file cannot be opened: `)).toBe(true)
  expect(await readdir(folder)).not.toContain('never')
})
