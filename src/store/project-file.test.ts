// Project files: what is written comes back, and what is damaged, hostile or from elsewhere is refused with a sentence.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { collectionOf } from '../data/collection.ts'
import { type Part, zipOf } from '../data/zip/test-support.ts'
import { encodeCheckpoint, readCheckpoint } from '../gan/checkpoint.ts'
import { stateShapes } from '../gan/models.ts'
import { orientableImages, TINY } from '../gan/test-support.ts'
import { CancelledError } from '../spec/cancel.ts'
import { preparationOf } from '../spec/config.ts'
import { RandomStream } from '../spec/rng.ts'
import type { RunEvent, SnapshotPictures } from '../spec/runs.ts'
import { sizeOf } from '../tensor/shape.ts'
import { StoredRunError } from './errors.ts'
import type { PreparedSet } from './kept-set.ts'
import { runInMemory, type SnapshotBytes } from './memory-run.ts'
import { readProject, writeProject } from './project-file.ts'
import { NEW_RUN, stepEvent } from './run-test-support.ts'

const images = orientableImages(6, TINY.size)
const set: PreparedSet = {
  collection: { ...collectionOf(images), name: 'own', leftOut: new Set([1]), byHand: new Set([1, 2]) },
  preparation: preparationOf(TINY),
}
const facts = {
  ...NEW_RUN,
  config: TINY,
  createdAt: 1000,
  elapsedSeconds: 3,
  device: { backend: 'wasm', name: 'processor', threads: 2 } as const,
  scheduled: [{ step: 40, changes: { learningRateG: 1e-4 } }],
}
const events: RunEvent[] = [
  { event: 'device', step: 0, device: facts.device },
  stepEvent(10),
  { event: 'returned', step: 0, from: 10 },
  stepEvent(20),
]

function pictures(step: number): SnapshotPictures {
  const pixels = new Uint8ClampedArray(2 * TINY.size * TINY.size * 4).map((_, i) => (i % 4 === 3 ? 255 : (i * step) % 256))
  return { step, wall: { step, seeds: [1, 2], pictures: { count: 2, size: TINY.size, pixels } }, panel: null }
}

function snapshot(step: number, content: SnapshotBytes['content'] = 'state'): SnapshotBytes {
  const stream = new RandomStream(step, 'dataset')
  const shapes = content === 'pictures' ? [] : Object.entries(stateShapes(TINY, 3))
  const tensors = Object.fromEntries(shapes.map(([name, shape]) => [name, { shape, values: stream.normals(sizeOf(shape)) }]))
  const about = {
    data: 'builtin:shapes',
    channels: 3,
    elapsedSeconds: step,
    images: null,
    device: null,
    classCount: 0,
    classes: null,
  } as const
  return {
    step,
    savedAt: 1000 + step,
    content,
    bytes: encodeCheckpoint({ ...about, config: TINY, step, content, tensors, pictures: pictures(step) }),
  }
}

const best = { ...snapshot(20), best: { kid: 3, network: 'MobileNetV2' } }
const run = runInMemory(facts, [snapshot(10, 'pictures'), best, snapshot(30)], events)
const ALL = { snapshots: 'all', content: 'state', set: null } as const

test('a run comes back from a project file with its snapshots, pictures and history', async () => {
  const shares: number[] = []
  const file = await writeProject(run, ALL, { onProgress: (share) => shares.push(share) })
  expect(shares.at(-1)).toBe(1)
  expect(shares).toEqual(shares.toSorted((one, other) => one - other))
  const { run: read, set: none } = await readProject(file)
  expect(none).toBeNull()
  expect(read.record).toEqual(run.record)
  expect(await read.events()).toEqual(events)
  for (const { file: name, step } of run.record.snapshots) {
    const before = await run.snapshot(name)
    expect((await read.snapshot(name)).every((byte, i) => byte === before[i])).toBe(true) // of the same length: the records are equal
    expect(await read.pictures(name)).toEqual(pictures(step))
  }
})

test('the images of a run come back with it, and which of them are left out', async () => {
  const { run: read, set: images } = await readProject(await writeProject(run, { ...ALL, set }))
  expect(images).toEqual(set)
  expect(read.record).toEqual(run.record)
})

test('a project file may have only the networks of the last and of the best state', async () => {
  const whole = await writeProject(run, ALL)
  const file = await writeProject(run, { snapshots: 'ends', content: 'networks', set: null })
  expect(file.length).toBeLessThan(whole.length / 2)
  const { record, ...read } = (await readProject(file)).run
  expect(record.snapshots.map(({ step, content }) => [step, content])).toEqual([
    [20, 'networks'],
    [30, 'networks'],
  ])
  expect(record.best).toEqual(run.record.best)
  const before = readCheckpoint(await run.snapshot(null))
  const after = readCheckpoint(await read.snapshot(null))
  expect(after.tensors['average/image/kernel']).toEqual(before.tensors['average/image/kernel'])
  expect(await read.pictures(null)).toEqual(pictures(30))
})

test('writing ends when it is cancelled', async () => {
  const signal = { aborted: false }
  const onProgress = () => {
    signal.aborted = true
  }
  await expect(writeProject(run, ALL, { onProgress, signal })).rejects.toThrow(CancelledError)
})

const file = await writeProject(run, { ...ALL, set })
const files: Record<string, Uint8Array> = unzipSync(file)
const last = run.record.snapshots.at(-1)?.file as string

/** The project file with some of its files replaced; null leaves one out. Checksums are right. */
function repacked(changes: Record<string, Uint8Array | null>): Uint8Array {
  const all = Object.entries({ ...files, ...changes })
  return zipSync(Object.fromEntries(all.flatMap(([name, bytes]) => (bytes ? [[name, bytes] as const] : []))), { level: 0 })
}

/** With another description. */
function redescribed(change: (project: { version: number; run: Record<string, unknown> }) => object): Uint8Array {
  return repacked({ 'project.json': strToU8(JSON.stringify(change(JSON.parse(strFromU8(files['project.json'] as Uint8Array))))) })
}

function rerecorded(changes: (run: Record<string, unknown>) => object): Uint8Array {
  return redescribed((project) => ({ ...project, run: { ...project.run, ...changes(project.run) } }))
}

/** Nothing packed, and more files, or files for which the directory lies. */
function withParts(change: (parts: Part[]) => Part[]): Uint8Array {
  return zipOf(change(Object.entries(files).map(([name, bytes]) => ({ name, bytes }))))
}

const withFile = (name: string) => withParts((parts) => [...parts, { name, bytes: strToU8('x') }])
const lying = (name: string, claims: NonNullable<Part['claims']>) => {
  return withParts((parts) => parts.map((part) => (part.name === name ? { ...part, claims } : part)))
}
const changed = (bytes: Uint8Array) => bytes.with(bytes.length / 2, 77)
const small = 'in it would lie outside of it'
const set0 = (project: Record<string, unknown>) => (project.snapshots as Record<string, unknown>[])[0] as Record<string, unknown>

test.each<[string, () => Uint8Array, string]>([
  ['that is empty', () => new Uint8Array(), 'The zip is broken'],
  ['that is no zip', () => strToU8('GIF89a'.repeat(50)), 'The zip is broken'],
  ['that is another zip', () => zipSync({ 'a.png': strToU8('x') }), 'This zip is not a project file of Quarterturn.'],
  ['in another zip', () => zipSync({ 'cats.zip': file }), 'This zip is not a project file of Quarterturn.'],
  ['of a newer version', () => redescribed((project) => ({ ...project, version: 2 })), 'was written by a newer Quarterturn'],
  ['of no version', () => redescribed((project) => ({ ...project, version: 0 })), '“project.json” in it does not say what it is'],
  ['with a run of a newer version', () => rerecorded(() => ({ version: 99 })), 'newer version of Quarterturn'],
  ['with a path out of it', () => withFile('../evil'), `“../evil” ${small}`],
  ['with a path out of it in between', () => withFile('set/../../evil'), small],
  ['with a path out of it on Windows', () => withFile('..\\evil'), small],
  ['with an absolute path', () => withFile('/etc/passwd'), small],
  ['with a path on a drive', () => withFile('C:\\evil'), small],
  ['with a file twice', () => withFile(last), `there are two files “${last}” in it`],
  ['without its history', () => repacked({ 'metrics.jsonl': null }), 'its history is not the one that it describes'],
  ['with another history', () => repacked({ 'metrics.jsonl': strToU8('{}\n') }), 'its history is not the one that it describes'],
  ['without a snapshot', () => repacked({ [last]: null }), 'its snapshot of step 30 is not the one'],
  ['without its images', () => repacked({ 'set/images': null }), 'its images are not those that it describes'],
  ['without what describes its images', () => repacked({ 'set/record.json': null }), 'it lacks “set/record.json”'],
  [
    'with images of an unknown version',
    () => repacked({ 'set/record.json': strToU8('{"version":9}') }),
    'because of its images. The set was kept by another version',
  ],
  [
    'with a description that is no JSON',
    () => repacked({ 'project.json': strToU8('{"version":1') }),
    '“project.json” in it cannot be read',
  ],
  ['with a description that is a list', () => repacked({ 'project.json': strToU8('[]') }), 'does not say what it is'],
  ['without settings', () => rerecorded(() => ({ config: null })), 'The description of this run is damaged.'],
  ['without a snapshot in its description', () => rerecorded(() => ({ snapshots: [] })), 'the state of the run is not in it'],
  ['of another step than its snapshot', () => rerecorded(() => ({ step: 31 })), 'the state of the run is not in it'],
  [
    'with a snapshot twice',
    () => rerecorded(({ snapshots }) => ({ snapshots: [snapshots, snapshots].flat() })),
    'two things under one name',
  ],
  [
    'whose snapshot has a path',
    () => rerecorded((project) => ({ snapshots: [{ ...set0(project), file: '../x' }] })),
    'The description of this run is damaged.',
  ],
  [
    'whose snapshot is another than it says',
    () => rerecorded(({ snapshots }) => ({ snapshots: (snapshots as object[]).map((one) => ({ ...one, content: 'networks' })) })),
    'is not the one that it describes',
  ],
  ['with the snapshot of another run', () => rerecorded(() => ({ config: { ...TINY, size: 32 } })), 'is not the one that it describes'],
  [
    'with a snapshot that was changed',
    () => repacked({ [last]: changed(files[last] as Uint8Array) }),
    'because of its snapshot of step 30. The checkpoint is damaged',
  ],
  ['with a history of 200 MB', () => lying('metrics.jsonl', { size: 200 * 2 ** 20 }), 'would unpack to'],
  ['with a description of 20 MB', () => lying('project.json', { size: 20 * 2 ** 20 }), '“project.json” in it would be 20 MB'],
  ['that claims to unpack to 4 GB', () => lying(last, { size: 0xfffffff0 }), 'it would unpack to 4,097 MB'],
  ['that claims another size', () => lying(last, { size: 12 }), 'is not the one that it describes'],
  [
    'whose description is packed to more than is there',
    () => lying('project.json', { packedSize: 1e9, size: 1e6 }),
    'more than the zip has room for',
  ],
  ['whose description is encrypted', () => lying('project.json', { flags: 1 }), 'The zip is encrypted'],
  ['whose description is a link', () => lying('project.json', { mode: 0xa000 }), 'A symbolic link'],
  [
    'whose description lies in the place of another file',
    () => lying('project.json', { offset: 0 }),
    '“project.json” in it cannot be read',
  ],
])('a file %s is refused with a sentence', async (_, make, sentence) => {
  const reading = readProject(make())
  await expect(reading).rejects.toThrow(StoredRunError)
  await expect(reading).rejects.toThrow(sentence)
})

test('a file that was cut anywhere is refused with a sentence', async () => {
  for (let percent = 0; percent < 100; percent++) {
    const cut = file.subarray(0, Math.floor((file.length * percent) / 100))
    await expect(readProject(cut), `${percent} %`).rejects.toThrow(StoredRunError)
  }
})

test('what does not belong to a project file, such as the files of a system, is left alone', async () => {
  const { run: read } = await readProject(withParts((parts) => [...parts, { name: '__MACOSX/._project.json' }, { name: '.DS_Store' }]))
  expect(read.record).toEqual(run.record)
})

test('a single bit that changes in any of its files is noticed', async () => {
  const stored = withParts((parts) => parts)
  for (const [name, bytes] of Object.entries(files)) {
    const at = placeOf(stored, bytes) + Math.floor(bytes.length / 2)
    await expect(readProject(stored.with(at, (stored[at] as number) ^ 1)), name).rejects.toThrow(`“${name}” in it was damaged on its way`)
  }
})

/** Where these bytes begin in others. */
function placeOf(all: Uint8Array, part: Uint8Array): number {
  let at = 0
  while (!part.subarray(0, 64).every((byte, i) => byte === all[at + i])) at++
  return at
}
