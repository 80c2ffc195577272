// Work is never overwritten: how `train`, `sample` and `score` refuse folders with files in them, paths that do not exist, and checkpoints that
// are damaged or of other images. All of it happens before a device is opened.
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DeviceRecord } from '../spec/backends.ts'
import { DEFAULT_PREPARATION, DEFAULTS } from '../spec/config.ts'
import { describeError, naming } from './errors.ts'
import { LOCK_FILE, lockFolder } from './folder-lock.ts'
import { main } from './index.ts'
import { openNamedRun } from './named-run.ts'
import { openRunOutput } from './run-output.ts'
import { CONFIG, captureOutput, checkpointBytes } from './test-support.ts'
import { writeWhole } from './write-file.ts'

let folder = ''
let said: readonly string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quarterturn-run-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

beforeEach(() => {
  said = captureOutput()
})

/** Runs a command in this process; its output, line by line, is in `said`. */
const run = (command: string, ...args: string[]) => main(command, args, { root: process.cwd() })
const last = () => said.at(-1)
const at = (...names: string[]) => join(folder, ...names)

async function makeRun(name: string, changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const path = at(name)
  await mkdir(join(path, 'samples'), { recursive: true })
  await writeFile(join(path, 'checkpoint.safetensors'), checkpointBytes(changes))
  return path
}

/** Every file below a folder with its content. */
async function contentOf(path: string): Promise<unknown> {
  const names = (await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  return Promise.all(names.map(async ({ name, parentPath }) => [parentPath, name, await readFile(join(parentPath, name), 'utf8')]))
}

test('a folder that holds a run is refused before a picture is read, and stays as it was', async () => {
  const path = await makeRun('first')
  const before = await contentOf(path)
  expect(await run('train', '--data', at('nowhere'), '--out', path)).toBe(1)
  expect(last()).toBe(`“${path}” holds a run already: go on with it by --resume ${path}, choose another --out, or replace it with --force.`)
  expect(await run('train', '--resume', await makeRun('second'), '--out', path)).toBe(1)
  expect(last()).toContain('holds a run already')
  expect(await contentOf(path)).toEqual(before)
  expect(await run('train', '--data', at('nowhere'), '--out', path, '--force')).toBe(1)
  expect(last()).toBe(`There is no file or folder “${at('nowhere')}”.`)
  expect(await contentOf(path)).toEqual(before) // it is replaced once there are images to train on
})

test('other files of the names that a run writes are not overwritten; any others may lie there', async () => {
  await mkdir(at('project'))
  await writeFile(at('project', 'config.json'), '{"name":"mine"}')
  expect(await run('train', '--data', 'builtin:shapes', '--out', at('project'))).toBe(1)
  expect(last()).toContain('holds other files of the names that a run writes')
  await mkdir(at('unsaved'))
  await writeFile(at('unsaved', 'metrics.jsonl'), '{"event":"step","step":10}\n')
  expect(await run('train', '--data', 'builtin:shapes', '--out', at('unsaved'))).toBe(1)
  expect(last()).toContain('holds a run that ended before its first checkpoint')
  await writeFile(at('file'), 'x')
  expect(await run('train', '--data', 'builtin:shapes', '--out', at('file'))).toBe(1)
  expect(last()).toBe(`“${at('file')}” is a file: --out is the folder of a run. Choose another name.`)
  await mkdir(at('notes', 'samples'), { recursive: true })
  await writeFile(at('notes', 'notes.txt'), 'x')
  await writeFile(at('notes', 'config.json'), JSON.stringify({ data: 'builtin:shapes', config: DEFAULTS })) // of a run without a step
  expect(await run('train', '--data', at('nowhere'), '--out', at('notes'))).toBe(1)
  expect(last()).toBe(`There is no file or folder “${at('nowhere')}”.`) // so the folder was no obstacle
})

test('a folder that was created for a run is removed again where there is nothing to train on', async () => {
  expect(await run('train', '--data', at('nowhere'), '--out', at('new', 'deep'))).toBe(1)
  expect(await readdir(at('new'))).toEqual([])
})

test('a run with all steps made is left as it is, and its checkpoint is named', async () => {
  const path = await makeRun('finished', { step: 600 })
  expect(await run('train', '--resume', path, '--json')).toBe(0)
  const file = join(path, 'checkpoint.safetensors')
  expect(JSON.parse(last() ?? '')).toEqual({ event: 'done', steps: 600, seconds: 12.5, adapter: null, checkpoint: file })
  expect(said[0]).toContain('Nothing to do: the run has made 600 steps')
  expect(await run('train', '--resume', path, '--steps', '400', '--out', at('elsewhere'), '--json')).toBe(0)
  expect(JSON.parse(last() ?? '')).toMatchObject({ steps: 600, checkpoint: file }) // and not one in a folder that was never made
  expect(await readdir(folder)).not.toContain('elsewhere')
})

test('a path that is not a run is refused with a sentence for each kind of path', async () => {
  await mkdir(at('empty'))
  await writeFile(at('plain.txt'), checkpointBytes())
  const sentences: Record<string, string> = {
    gone: `There is no file or folder “${at('gone')}”.`,
    'plain.txt': `“${at('plain.txt')}” is neither the folder of a run nor a checkpoint: those are files that end in .safetensors.`,
    empty: `“${at('empty')}” is not the folder of a run: there is no saved state in it.`,
    unsaved: `The run in “${at('unsaved')}” ended before its first checkpoint: there is nothing to go on from.`,
  }
  for (const [name, sentence] of Object.entries(sentences)) {
    expect(await run('train', '--resume', at(name))).toBe(1)
    expect(last()).toBe(sentence)
    expect(await run('sample', '--run', at(name), '--out', at('a.png'))).toBe(1)
    expect(last()).toBe(sentence)
  }
  expect(await run('train', '--data', 'builtin:shapes', '--out', '')).toBe(2)
  expect(await run('score', '--real', at('gone'), '--fake', 'builtin:shapes')).toBe(1)
  expect(last()).toBe(`There is no file or folder “${at('gone')}”.`)
})

test.each([
  ['empty', Buffer.alloc(0), 'This is not a checkpoint, or its beginning is missing.'],
  ['cut short', checkpointBytes().subarray(0, 60), 'The checkpoint is damaged: it was cut short.'],
  ['text', Buffer.from('not a checkpoint at all, but a text of some length'), 'This is not a checkpoint, or its beginning is missing.'],
  ['newer', checkpointBytes({ version: 3 }), 'The checkpoint was written by a newer Quarterturn: reload the page, or update the program.'],
  ['of other settings', checkpointBytes({ config: { tomorrow: 1 } }), 'The checkpoint\'s settings cannot be used: There is no setting called “tomorrow”.'], // biome-ignore format: one line a case
  ['of odd images', checkpointBytes({ images: { count: -1 } }), 'The checkpoint does not say where its run stands.'],
])('a checkpoint that is %s is named with what is wrong', async (name, bytes, sentence) => {
  const path = await makeRun(`checkpoint ${name}`)
  const file = join(path, 'checkpoint.safetensors')
  await writeFile(file, bytes)
  expect(await run('train', '--resume', path)).toBe(1)
  expect(last()).toBe(`${file}: ${sentence}`)
})

test('resuming with other images is refused, and a checkpoint that does not name its images is announced', async () => {
  const other = await makeRun('others', { images: { count: 4096, hash: '3145728-0123456789abcdef' } })
  expect(await run('train', '--resume', other)).toBe(1)
  expect(last()).toBe(
    'These are not the images that the run was trained on: as many (4,096), but with other pixels. Give those of the run by --data, or go on with these by --force.',
  )
  const fewer = await makeRun('fewer', { images: { count: 60, hash: '' } })
  expect(await run('train', '--resume', fewer)).toBe(1)
  expect(last()).toContain('60 then, 4,096 now')
  expect(await readdir(fewer)).toEqual(['checkpoint.safetensors', 'samples']) // nothing was touched
  const lost = await makeRun('lost', { data: at('moved away') })
  expect(await run('train', '--resume', lost)).toBe(1)
  expect(last()).toBe(`The run was trained on “${at('moved away')}”, which is not here: name its images by --data.`)
})

test('images that cannot be checked are announced, and other images are accepted with --force', async () => {
  const { blackLevel: _, whiteLevel: __, ...before } = CONFIG
  const older = await makeRun('older', { config: before, content: 'networks' })
  expect(await run('train', '--resume', older, '--backend', 'cpu')).toBe(1)
  expect(said).toContain('The checkpoint is of an older version: it does not say whether these are the images of its run.')
  expect(last()).toContain('Training cannot go on from this file') // all else was well
  const fewer = await makeRun('fewer', { images: { count: 60, hash: '' }, content: 'networks' })
  expect(await run('train', '--resume', fewer, '--backend', 'cpu', '--force')).toBe(1)
  expect(said).toContain(
    'These are not the images that the run was trained on: 60 then, 4,096 now. The run goes on with them all the same.',
  )
  expect(await readdir(fewer)).toEqual(['checkpoint.safetensors', 'samples']) // and what cannot be trained on changes nothing
})

test('a run is not trained into the folder of its own images', async () => {
  await mkdir(at('photos'))
  for (const out of [at('photos', 'run'), at('photos')]) {
    expect(await run('train', '--data', at('photos'), '--out', out)).toBe(1)
    expect(last()).toBe(
      `“${out}” lies in “${at('photos')}”: the samples of the run would be among its images the next time. Choose another --out.`,
    )
  }
})

test('a folder of a run is refused as a folder of images: its pictures are grids of samples', async () => {
  const path = at('first')
  expect(await run('train', '--data', path, '--out', at('third'))).toBe(1)
  expect(last()).toBe(`“${path}” is the folder of a run, not one of images: name the folder that its images lie in.`)
  expect(await run('score', '--real', path, '--fake', 'builtin:shapes')).toBe(1)
  expect(last()).toContain('is the folder of a run')
  expect(await run('score', '--real', 'builtin:shapes', '--fake', at('unsaved'))).toBe(1)
  expect(last()).toContain('ended before its first checkpoint')
})

test('samples are not mixed with those of another run, and only a file replaces a file', async () => {
  const path = at('first')
  await mkdir(at('drawn'))
  await writeFile(at('drawn', 'seed-000002.png'), 'x')
  expect(await run('sample', '--run', path, '--count', '3', '--out', at('drawn'))).toBe(1)
  expect(last()).toBe(`“${at('drawn')}” holds seed-000002.png already: choose another folder, or replace it with --force.`)
  await mkdir(at('grid.png'))
  expect(await run('sample', '--run', path, '--out', at('grid.png'))).toBe(1)
  expect(last()).toContain('is a folder: name a file to write the grid to')
  expect(await run('sample', '--run', path, '--out', at('file'))).toBe(1)
  expect(last()).toBe(`“${at('file')}” is a file: name a folder, or a file that ends in .png for one grid.`)
  expect(await run('score', '--real', 'builtin:shapes', '--fake', 'builtin:discs', '--features', at('file'))).toBe(1)
  expect(last()).toBe(`“${at('file')}” cannot be made a folder: it is a file, or lies in one. Choose another name.`)
})

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

test('a run that goes on loses the samples of steps that are made again', async () => {
  const path = at('goes on')
  const first = await openOutput(path, false)
  await first.save({ bytes: fullCheckpoint(20), step: 20, elapsedSeconds: 2, config: DEFAULTS, device: DEVICE, scheduled: [] })
  for (const name of ['step-000010.png', 'step-000030.png']) await writeFile(join(path, 'samples', name), '')
  const second = await openOutput(path, true)
  expect(second.stateFile).toBe(first.stateFile)
  expect(await readdir(join(path, 'samples'))).toEqual(['step-000010.png'])
})

test('a new run that replaces another leaves nothing of it', async () => {
  const path = await makeRun('replaced')
  for (const name of ['metrics.jsonl', 'metrics-9.jsonl', 'head-0', 'snapshot-00000010-1.safetensors', 'best.safetensors', 'notes.txt'])
    await writeFile(join(path, name), '')
  await writeFile(join(path, 'samples/step-000100.png'), '')
  const opened = await openOutput(path, false)
  expect(opened.best).toBeNull()
  expect((await readdir(path)).toSorted()).toEqual(['config.json', 'notes.txt', 'samples'])
  expect(await readdir(join(path, 'samples'))).toEqual([])
})

test('two runs into one folder are refused; a stale lock is ignored', async () => {
  const first = await lockFolder(at('shared'))
  await expect(lockFolder(at('shared'))).rejects.toThrow(`Another training writes into “${at('shared')}” (process ${process.pid}`)
  expect(await run('train', '--data', 'builtin:shapes', '--out', at('shared'))).toBe(1)
  expect(last()).toContain('Another training writes into')
  const lock = at('shared', LOCK_FILE)
  const long = new Date(Date.now() - 3_600_000)
  await utimes(lock, long, long) // its owner would have touched it since: another process has that number now
  const second = await lockFolder(at('shared'))
  await first.release() // it went on after all: the lock of the other stays
  await expect(lockFolder(at('shared'))).rejects.toThrow('Another training')
  await second.release()
  const { host } = await ownLock()
  for (const left of [JSON.stringify({ pid: 2 ** 22 + 1, host }), '', 'null', '{"pid":-1}']) {
    await mkdir(at('shared'), { recursive: true })
    await writeFile(lock, left)
    await (await lockFolder(at('shared'))).release()
  }
  await mkdir(at('shared'), { recursive: true })
  await writeFile(lock, JSON.stringify({ pid: 1, host: 'another machine' }))
  await expect(lockFolder(at('shared'))).rejects.toThrow('process 1 on another machine')
})

async function ownLock(): Promise<{ readonly host: string }> {
  const lockOfOurs = await lockFolder(at('own'))
  const lock = JSON.parse(await readFile(at('own', LOCK_FILE), 'utf8'))
  await lockOfOurs.release()
  return lock
}

test('errors of the file system become sentences with the name of the file', async () => {
  const failure = (code: string, path: string) => Object.assign(new Error(code), { code, syscall: 'open', path })
  expect(describeError(failure('ENOSPC', '/runs/a/checkpoint.safetensors.77.part'))).toBe(
    'The disk is full: “/runs/a/checkpoint.safetensors” could not be written. Free some space and try again.',
  )
  expect(describeError(failure('EACCES', '/runs'))).toBe(
    '“/runs” may not be read or written by you: change its permissions, or choose another place.',
  )
  for (const code of ['ENOENT', 'EISDIR', 'ENOTDIR', 'EEXIST', 'EROFS', 'ENAMETOOLONG', 'EIO', 'EPERM']) {
    expect(describeError(failure(code, '/x'))).toMatch(/^\S.{10,}\.$/)
    expect(describeError(failure(code, '/x'))).not.toContain('ENO')
  }
  expect(describeError(new TypeError('a fault of ours'))).toContain('TypeError: a fault of ours\n')
  const unnamed = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' })
  expect(describeError(naming('/runs/a/metrics.jsonl', unnamed))).toContain('“/runs/a/metrics.jsonl” could not be written')
})

test('a file that cannot be written leaves the old one and no partial file', async () => {
  await mkdir(at('kept'))
  await writeFile(at('kept', 'a'), 'old')
  await mkdir(at('kept', 'b'))
  await expect(writeWhole(at('kept', 'b'), 'new')).rejects.toThrow() // a folder cannot be replaced by a file
  expect((await readdir(at('kept'))).toSorted()).toEqual(['a', 'b'])
  await writeWhole(at('kept', 'a'), 'new')
  expect(await readFile(at('kept', 'a'), 'utf8')).toBe('new')
})

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a folder without write permission is refused in a sentence',
  async () => {
    await mkdir(at('locked'))
    await chmod(at('locked'), 0o500)
    expect(await run('train', '--data', 'builtin:shapes', '--out', at('locked', 'run'))).toBe(1)
    expect(last()).toContain('may not be read or written by you')
    await chmod(at('locked'), 0o700)
  },
)
