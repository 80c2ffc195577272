// Files made of runs that train, are kept or are shown: what is in them, and that nothing stays of one that is not finished.
import { unzipSync } from 'fflate'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { readCheckpoint } from '../../gan/checkpoint.ts'
import type { ExportRequest } from '../../spec/exports.ts'
import type { Film } from '../../spec/films.ts'
import * as tf from '../../tensor/tf.ts'
import { browserFolder } from '../browser-folder.ts'
import { fileError, MemoryDirectory } from '../test-support.ts'
import {
  begin,
  type Connection,
  connectOnWasm,
  endRun,
  fileOf,
  isState,
  keptId,
  makeSavedSteps,
  makeSteps,
  memoryRuns,
  type Overrides,
  snapshotsOf,
  stepsOf,
  temporaryFilesIn,
  tiny,
} from '../trainer-test-support.ts'
import { storageSink } from './file-sink.ts'
import { writeHere } from './write-file.ts'

let connectTo: Awaited<ReturnType<typeof connectOnWasm>>
/** The private file system; `failing` names the error of the next write. */
let disk: MemoryDirectory
let failing: string | null
let tensors: number

beforeAll(async () => {
  connectTo = await connectOnWasm()
})
beforeEach(() => {
  failing = null
  disk = new MemoryDirectory(() => {
    const name = failing
    failing = null
    if (name !== null) throw fileError(name)
  })
  tensors = tf.memory().numTensors
})

function connect(overrides: Overrides = {}): Connection {
  const files = {
    writeFile: writeHere((type, path) => storageSink(disk, path ?? ['', '', ''], type)),
    temporaryFiles: temporaryFilesIn(browserFolder(disk)),
  }
  return connectTo({ ...files, ...overrides })
}

const SHEET = { kind: 'sheet', points: [{ seed: 1 }, { seed: 70 }], columns: 2, factor: 1, smooth: false } as const
const walk = (seconds: number): ExportRequest => ({
  kind: 'film',
  film: { kind: 'walk', stops: [{ seed: 1 }, { seed: 2 }, { seed: 3 }], method: 'slerp' },
  settings: { format: 'gif', seconds, framesPerSecond: 10, factor: 1, smooth: false },
})

const bytesOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer())

/** What lies in the folders of exports, whichever tab made it. */
function filesOnDisk(): readonly string[] {
  const tabs = disk.folders.get('exports')?.folders.values() ?? []
  return [...tabs].flatMap(({ files }) => [...files.keys()])
}

/** Images of an animated GIF: each has a descriptor that begins with a comma, after its extension of eight bytes. */
function framesOfGif(bytes: Uint8Array): number {
  let frames = 0
  for (let at = 0; at + 8 < bytes.length; at++) {
    if (bytes[at] === 0x21 && bytes[at + 1] === 0xf9 && bytes[at + 2] === 4 && bytes[at + 8] === 0x2c) frames++
  }
  return frames
}

test('every kind of file is made of a run while it trains, which goes on, and leaves nothing on the device', async () => {
  const page = connect()
  await begin(page)
  await makeSteps(page, 1)
  page.send({ type: 'resume' })
  const before = stepsOf(page.events).at(-1) as number
  const inMotion = tf.memory().numTensors
  const kinds: ExportRequest[] = [
    SHEET,
    { ...SHEET, kind: 'pictures' },
    walk(7), // more frames than are drawn at once
    { kind: 'onnx', network: 'generator', layout: 'nchw' },
    { kind: 'onnx', network: 'features', layout: 'nhwc' },
    { kind: 'html', precision: 'f16' },
    { kind: 'pytorch' },
    { kind: 'safetensors', content: 'networks' },
  ]
  const files: Uint8Array[] = []
  for (const request of kinds) {
    files.push(await bytesOf(await fileOf(page, 1, request)))
    expect(filesOnDisk()).toHaveLength(1) // the one before is gone
  }
  expect(files.map((bytes) => bytes.length > 100)).toEqual(kinds.map(() => true))
  expect(Object.keys(unzipSync(files[1] as Uint8Array))).toEqual(['seed-000001.png', 'seed-000070.png', 'seeds.json'])
  expect(framesOfGif(files[2] as Uint8Array)).toBe(70)
  expect(readCheckpoint(files[7] as Uint8Array).content).toBe('networks')
  const mark = page.events.length
  await page.until(({ type }) => type === 'step', mark)
  expect(stepsOf(page.events).at(-1)).toBeGreaterThan(before)
  page.send({ type: 'pause' })
  await page.until(isState('paused'), mark)
  expect(tf.memory().numTensors).toBeLessThanOrEqual(inMotion)
  await endRun(page, 1)
  expect(tf.memory().numTensors).toBe(tensors)
})

test('a file of a kept step is of that step, also where the run is only shown, and is the same each time', async () => {
  const keeping = memoryRuns()
  const page = connect({ keeping })
  await begin(page)
  await makeSavedSteps(page, 2)
  const [first, last] = snapshotsOf(page.events).map(({ file }) => file) as [string, string]
  const now = await bytesOf(await fileOf(page, 1, SHEET))
  const earlier = await bytesOf(await fileOf(page, 1, SHEET, first))
  expect(earlier).not.toEqual(now)
  expect(await bytesOf(await fileOf(page, 1, SHEET, last))).toEqual(now)
  const film = { kind: 'snapshots', points: [{ seed: 1 }, { seed: 70 }] } satisfies Film // the second is not on the wall
  const request: ExportRequest = {
    kind: 'film',
    film,
    settings: { format: 'gif', seconds: 1, framesPerSecond: 10, factor: 1, smooth: false },
  }
  expect(framesOfGif(await bytesOf(await fileOf(page, 1, request)))).toBe(10)
  const id = keptId(page.events)
  await endRun(page, 1)

  const viewer = connect({ keeping })
  viewer.send({ type: 'boot', backend: 'webgpu', base: '' }, { type: 'view', run: 3, source: { kind: 'stored', id } })
  await viewer.until(isState('viewing', 3))
  expect(await bytesOf(await fileOf(viewer, 3, SHEET))).toEqual(now)
  expect(await bytesOf(await fileOf(viewer, 3, SHEET, first))).toEqual(earlier)
  expect(readCheckpoint(await bytesOf(await fileOf(viewer, 3, undefined, first))).step).toBe(1)
  await endRun(viewer, 3)
  expect(tf.memory().numTensors).toBe(tensors)
})

test('a cancelled file leaves nothing, and the next one that waited is made', async () => {
  const page = connect()
  await begin(page)
  await makeSteps(page, 1)
  page.send({ type: 'make-file', id: 7, source: { run: 1, snapshot: null }, request: walk(60) })
  page.send({ type: 'make-file', id: 8, source: { run: 1, snapshot: null }, request: SHEET })
  await page.until(({ type }) => type === 'file-progress')
  page.send({ type: 'cancel-file', id: 7 })
  expect(await page.until(({ type }) => type === 'file-failed')).toEqual({ type: 'file-failed', id: 7, sentence: null })
  expect(filesOnDisk()).toEqual([])
  expect(await page.until(({ type }) => type === 'file-made')).toMatchObject({ id: 8, step: 1 })
  await makeSteps(page, 1)
  await endRun(page, 1)
  expect(tf.memory().numTensors).toBe(tensors)
})

test('where there is no room, or the run ends, the sentence says so, and nothing stays', async () => {
  const page = connect()
  await begin(page)
  await makeSteps(page, 1)
  failing = 'QuotaExceededError'
  await expect(fileOf(page, 1, walk(1))).rejects.toThrow('There is no room left for the file where this browser keeps its data.')
  expect(filesOnDisk()).toEqual([])
  await expect(fileOf(page, 9, SHEET)).rejects.toThrow('The run ended before the file was done.')
  const film = { kind: 'snapshots', points: [{ seed: 1 }] } satisfies Film
  const settings = { format: 'gif', seconds: 1, framesPerSecond: 10, factor: 1, smooth: false } as const
  await expect(fileOf(page, 1, { kind: 'film', film, settings })).rejects.toThrow('needs two kept steps')
  page.send({ type: 'make-file', id: 8, source: { run: 1, snapshot: null }, request: walk(60) })
  await page.until((event) => event.type === 'file-progress' && event.id === 8)
  await endRun(page, 1)
  const failed = await page.until((event) => event.type === 'file-failed' && event.id === 8)
  expect(failed).toMatchObject({ sentence: expect.stringContaining('Open it from the list of runs') })
  expect(filesOnDisk()).toEqual([])
  expect(tf.memory().numTensors).toBe(tensors)
})

test('a preview of a film is a few of its pictures, of the step that is asked for', async () => {
  const page = connect()
  await begin(page, { ...tiny })
  await makeSteps(page, 1)
  const film = { kind: 'noise-loop', points: [{ seed: 1 }, { seed: 2 }], radius: 0.5 } satisfies Film
  page.send({ type: 'preview-film', id: 1, source: { run: 1, snapshot: null }, film })
  page.send({ type: 'preview-film', id: 2, source: { run: 5, snapshot: null }, film })
  const drawn = await page.until((event) => event.type === 'film-preview' && event.id === 1)
  expect(drawn).toMatchObject({ preview: { points: 2, pictures: { count: 64, size: tiny.size } } })
  expect(await page.until((event) => event.type === 'film-preview' && event.id === 2)).toMatchObject({ preview: null })
  await endRun(page, 1)
  expect(tf.memory().numTensors).toBe(tensors)
})
