// Kept runs as the page manages them, with real files in memory; only the locks of the browser are a stand-in.
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { collectionOf } from '../../data/collection.ts'
import { encodeCheckpoint, readPictures } from '../../gan/checkpoint.ts'
import { stateShapes } from '../../gan/models.ts'
import { orientableImages, TINY } from '../../gan/test-support.ts'
import type { TrainerEvent } from '../../protocol.ts'
import { preparationOf } from '../../spec/config.ts'
import type { FileLike } from '../../spec/files.ts'
import { RandomStream } from '../../spec/rng.ts'
import type { RunImagesSource, RunSummary } from '../../spec/runs.ts'
import { FolderError } from '../../store/errors.ts'
import type { PreparedSet } from '../../store/kept-set.ts'
import { MemoryFolder } from '../../store/memory-folder.ts'
import { RunStore } from '../../store/run-store.ts'
import { NEW_RUN, stateAt, stepEvent } from '../../store/run-test-support.ts'
import type { RunWriter } from '../../store/stored-run.ts'
import { memoryStore } from '../../store/test-support.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { MemoryLocks } from '../test-support.ts'
import { RunExport } from './run-export.ts'
import { RunImport } from './run-import.ts'
import { createRunLocks, type RunLocks } from './run-locks.ts'
import { type StoredRunsCommand, StoredRunsManager } from './stored-runs.ts'

const CHANNELS = 3 as const
const preparation = preparationOf(TINY)
const set: PreparedSet = { collection: { ...collectionOf(orientableImages(6, TINY.size)), name: 'cats', label: 'Cats' }, preparation }

const checkpoints = new Map<number, Uint8Array<ArrayBuffer>>()
function checkpoint(step: number): Uint8Array<ArrayBuffer> {
  const made = checkpoints.get(step) ?? makeCheckpoint(step)
  checkpoints.set(step, made)
  return made
}

function makeCheckpoint(step: number): Uint8Array<ArrayBuffer> {
  const stream = new RandomStream(step, 'dataset')
  const tensors = Object.fromEntries(
    Object.entries(stateShapes(TINY, CHANNELS)).map(([name, shape]) => [name, { shape, values: stream.normals(sizeOf(shape)) }]),
  )
  const pixels = new Uint8ClampedArray(2 * TINY.size * TINY.size * 4).fill(255)
  const pictures = { step, wall: { step, seeds: [1, 2], pictures: { count: 2, size: TINY.size, pixels } }, panel: null }
  const about = {
    config: TINY,
    data: 'cats',
    channels: CHANNELS,
    step,
    elapsedSeconds: step,
    images: null,
    device: null,
    classCount: 0,
    classes: null,
  }
  return encodeCheckpoint({ ...about, content: 'state', tensors, pictures })
}

/** A tab of a browser: its runs and sets are in these folders. */
function openTab(browser = { runs: new MemoryFolder(), sets: new MemoryFolder(), locks: new MemoryLocks() }) {
  const locks = createRunLocks(browser.locks.tab())
  let time = 5000
  const runs = new RunStore({
    root: async () => browser.runs,
    readPictures,
    lockNow: (id) => locks.lockNow(id),
    held: () => locks.held(),
    estimate: async () => null,
    now: () => time++,
  })
  const sets = memoryStore(browser.sets)
  const events: TrainerEvent[] = []
  let listener: (event: TrainerEvent) => void = () => undefined
  const waiting = new Set<() => void>()
  const emit = (event: TrainerEvent) => {
    events.push(event)
    listener(event)
    for (const check of waiting) check()
  }
  let ids = 0
  const deps = { emit, runs, sets, locks, newId: () => `new-${++ids}` }
  const manager = new StoredRunsManager({ ...deps, exporting: new RunExport(deps), importing: new RunImport(deps), trained: () => null })
  const firstAfter = <T extends TrainerEvent['type']>(mark: number, types: readonly T[]) =>
    new Promise<Extract<TrainerEvent, { type: T }>>((resolve) => {
      const check = () => {
        const found = events.slice(mark).find(({ type }) => types.some((one) => one === type))
        if (!found) return
        waiting.delete(check)
        resolve(found as Extract<TrainerEvent, { type: T }>)
      }
      waiting.add(check)
      check()
    })
  /** The first answer of one of these types. */
  const ask = <T extends TrainerEvent['type']>(command: StoredRunsCommand, ...types: readonly T[]) => {
    const mark = events.length
    manager.handle(command)
    return firstAfter(mark, types)
  }
  const list = async () => (await ask({ type: 'list-runs' }, 'runs')).stored
  /** @param onEvent called at each event meanwhile */
  const project = async (id: string, withImages: boolean, onEvent: () => void = () => undefined) => {
    waiting.add(onEvent)
    const answer = await ask({ type: 'export-run', id, withImages }, 'runs', 'project-failed')
    if (answer.type === 'project-failed') throw new Error(answer.sentence ?? 'cancelled')
    const file = events.findLast((event) => event.type === 'project-file')
    return file?.type === 'project-file' ? file.bytes : Promise.reject(new Error('no file'))
  }
  const importFile = async (bytes: Uint8Array<ArrayBuffer>, name = 'cats.zip') =>
    ask({ type: 'import-run', file: fileOf(bytes, name) }, 'run-imported', 'import-run-failed')
  const onEvent = (next: typeof listener) => {
    listener = next
  }
  return { browser, locks, runs, sets, events, manager, onEvent, ask, list, project, importFile }
}

function fileOf(bytes: Uint8Array<ArrayBuffer>, name: string): FileLike {
  return { name, size: bytes.length, slice: (from, to) => ({ arrayBuffer: async () => bytes.slice(from, to).buffer }) }
}

/** A kept run with a snapshot at each step, and a history. The lock is given back unless it is trained. */
async function keepRun(
  { runs, locks }: { runs: RunStore; locks: RunLocks },
  source: RunImagesSource,
  steps = [10, 20],
): Promise<() => Promise<void>> {
  const { id } = NEW_RUN
  const lock = await locks.lockNow(id)
  if (!lock) throw new Error('the run is in use')
  const images = { ...NEW_RUN.images, source, preparation, channels: CHANNELS, leftOut: [1], identity: null } as const
  const writer: RunWriter = await runs.create({ ...NEW_RUN, images, config: TINY }, lock)
  for (const step of steps) {
    writer.log(stepEvent(step))
    await writer.save(stateAt(step, { bytes: checkpoint(step), config: TINY }))
  }
  return () => lock.release()
}

const builtin = { kind: 'builtin', name: 'shapes' } as const

test('a run is renamed, deleted and brought back', async () => {
  const tab = openTab()
  const release = await keepRun(tab, builtin)
  await release()
  const named = await tab.ask({ type: 'rename-run', id: 'cats-1', name: 'Tigers' }, 'runs')
  expect(named.stored).toMatchObject({ problem: null, runs: [{ id: 'cats-1', name: 'Tigers', step: 20, inUse: false, resumable: true }] })
  expect((await tab.ask({ type: 'delete-run', id: 'cats-1' }, 'runs')).stored.runs).toEqual([])
  expect((await tab.ask({ type: 'restore-run', id: 'cats-1' }, 'runs')).stored.runs).toHaveLength(1)
})

test('a run that another tab trains is listed as in use, and neither renamed nor deleted', async () => {
  const there = openTab()
  const release = await keepRun(there, builtin)
  const here = openTab(there.browser)
  expect(await here.list()).toMatchObject({ problem: null, runs: [{ inUse: true }] })
  for (const command of [
    { type: 'rename-run', id: 'cats-1', name: 'Tigers' },
    { type: 'delete-run', id: 'cats-1' },
  ] as const) {
    const { stored } = await here.ask(command, 'runs')
    expect(stored.problem).toContain('another tab is using it')
    expect(stored.runs).toMatchObject([{ name: 'Cats' }])
  }
  await there.ask({ type: 'rename-run', id: 'cats-1', name: 'Lions' }, 'runs') // by the tab that trains it
  await release()
  expect(await here.list()).toMatchObject({ runs: [{ name: 'Lions', inUse: false }] })
})

test('a run is read with its history, and one that is not kept says so', async () => {
  const tab = openTab()
  await (await keepRun(tab, builtin))()
  const { history } = await tab.ask({ type: 'read-run', id: 'cats-1' }, 'run-history')
  expect(history.events.flatMap(({ event, step }) => (event === 'step' ? [step] : []))).toEqual([10, 20])
  expect(history.wall).toMatchObject({ step: 20, seeds: [1, 2] })
  const { stored } = await tab.ask({ type: 'read-run', id: 'dogs' }, 'runs')
  expect(stored.problem).toBe('The run could not be opened: This run is no longer kept in this browser.')
})

test('a run goes to another browser with its images, and twice to the same one as two runs', async () => {
  const here = openTab()
  const { key } = await here.sets.keep(set, null)
  await (await keepRun(here, { kind: 'kept', name: 'cats', key: key as string }))()
  const file = await here.project('cats-1', true)
  expect(here.events.filter(({ type }) => type === 'project-progress').length).toBeGreaterThan(0)
  expect((await here.list()).runs[0]?.exportedAt).not.toBeNull()

  const there = openTab()
  expect(await there.importFile(file)).toEqual({ type: 'run-imported', id: 'cats-1', name: 'Cats' })
  expect(await there.importFile(file)).toEqual({ type: 'run-imported', id: 'new-1', name: 'Cats' })
  const { runs } = await there.list()
  expect(runs.map(({ id }) => id).sort()).toEqual(['cats-1', 'new-1'])
  const [{ images, step }] = runs as [RunSummary]
  expect([step, images.source.kind, images.leftOut]).toEqual([20, 'kept', [1]])
  expect((await there.sets.list()).sets).toHaveLength(1)
  const opened = await there.sets.open(images.source.kind === 'kept' ? images.source.key : '', 'cats')
  expect(opened.collection.images).toEqual(set.collection.images)
  expect([...opened.collection.leftOut]).toEqual([1])
  const [before, after] = await Promise.all([here.runs.open('cats-1'), there.runs.open('new-1')])
  expect(await after.events()).toEqual(await before.events())
  expect(await after.snapshot(null)).toEqual(await before.snapshot(null))
  expect(await there.locks.held()).toEqual(new Set())
})

test('imported images never take the place of others of the same name', async () => {
  const here = openTab()
  const { key } = await here.sets.keep(set, null)
  await (await keepRun(here, { kind: 'kept', name: 'cats', key: key as string }))()
  const file = await here.project('cats-1', true)
  const there = openTab()
  const other = { ...set, collection: { ...set.collection, images: set.collection.images.map((byte) => 255 - byte) } }
  await there.sets.keep(other, null)
  await there.importFile(file)
  expect((await there.sets.open(key as string, 'cats')).collection.images).toEqual(other.collection.images)
  const [run] = (await there.list()).runs
  expect(run?.images.source).toMatchObject({ kind: 'kept', name: 'cats (2)' })
})

test('a run without its images says where they have to come from', async () => {
  const here = openTab()
  await (await keepRun(here, { kind: 'kept', name: 'cats', key: 'gone' }))()
  const there = openTab()
  await there.importFile(await here.project('cats-1', false))
  expect((await there.list()).runs[0]?.images.source).toEqual({ kind: 'own', name: 'cats' })
  await expect(here.project('cats-1', true)).rejects.toThrow('no longer kept')
})

test('a run whose older snapshots are dropped while it is exported is exported with those that are left', async () => {
  const tab = openTab()
  await (await keepRun(tab, builtin, [10, 20, 30]))()
  const [, second] = (await tab.runs.open('cats-1')).record.snapshots
  const files = tab.browser.runs.folders.get('runs')?.folders.get('cats-1')?.files
  const dropSecond = () => {
    if (tab.events.at(-1)?.type === 'project-progress') files?.delete(second?.file ?? '') // the first one is read
  }
  const bytes = await tab.project('cats-1', false, dropSecond)
  const there = openTab()
  await there.importFile(bytes)
  expect((await there.runs.open('cats-1')).record.snapshots.map(({ step }) => step)).toEqual([10, 30])
})

test('an export can be cancelled, and leaves no date behind', async () => {
  const tab = openTab()
  await (await keepRun(tab, builtin))()
  const answer = tab.ask({ type: 'export-run', id: 'cats-1', withImages: false }, 'project-file', 'project-failed')
  await tab.ask({ type: 'cancel-export', id: 'cats-1' }, 'project-failed')
  expect(await answer).toEqual({ type: 'project-failed', id: 'cats-1', sentence: null })
  expect((await tab.list()).runs[0]?.exportedAt).toBeNull()
})

test('a checkpoint alone becomes a run without a history', async () => {
  const tab = openTab()
  expect(await tab.importFile(checkpoint(30), 'my cats.safetensors')).toMatchObject({ type: 'run-imported', name: 'my cats' })
  expect(await tab.list()).toMatchObject({ runs: [{ step: 30, resumable: true, images: { source: { kind: 'own', name: 'cats' } } }] })
})

test('a file that is no run is refused in a sentence', async () => {
  const tab = openTab()
  const sentence = async (bytes: Uint8Array<ArrayBuffer>) => {
    const answer = await tab.importFile(bytes)
    return answer.type === 'import-run-failed' ? answer.sentence : ''
  }
  expect(await sentence(zipSync({ 'notes.txt': new Uint8Array(3) }))).toContain('not a project file')
  expect(await sentence(new Uint8Array(10))).toContain('checkpoint')
  expect(await tab.list()).toEqual({ runs: [], damaged: [], storage: null, problem: null })
})

test('an import tells how far it is and is cancelled anywhere; nothing of it stays, and the next one is read', async () => {
  const here = openTab()
  await (await keepRun(here, builtin))()
  const bytes = await here.project('cats-1', false)
  const there = openTab()
  await there.importFile(bytes)
  const shares = there.events.flatMap((event) => (event.type === 'import-run-progress' ? event.share : []))
  expect([shares, shares.at(-1)]).toEqual([[...shares].sort(), 1])
  for (let at = 1; at < shares.length; at++) {
    const tab = openTab()
    const answer = tab.importFile(bytes)
    let left = at
    tab.onEvent(({ type }) => {
      if (type === 'import-run-progress' && --left === 0) tab.manager.handle({ type: 'cancel-import-run' })
    })
    expect(await answer, `cancelled at ${shares[at - 1]}`).toEqual({ type: 'import-run-failed', sentence: null })
    expect([...(tab.browser.runs.folders.get('runs')?.folders.keys() ?? [])]).toEqual([])
    tab.onEvent(() => undefined)
    expect((await tab.importFile(bytes)).type).toBe('run-imported')
  }
})

test('a file of more than 2 GB is refused before any of it is read', async () => {
  const tab = openTab()
  const slice = () => {
    throw new Error('it was read')
  }
  const answer = await tab.ask({ type: 'import-run', file: { name: 'cats.zip', size: 2 ** 31, slice } }, 'import-run-failed')
  expect(answer.sentence).toContain('too large to be opened here: the most is 2 GB')
})

test('where there is no room for an imported run, nothing of it stays', async () => {
  const here = openTab()
  const { key } = await here.sets.keep(set, null)
  await (await keepRun(here, { kind: 'kept', name: 'cats', key: key as string }))()
  const file = await here.project('cats-1', true)
  const runs = new MemoryFolder((name) => {
    if (name.startsWith('head')) throw new FolderError('full', 'no room') // its last file
  })
  const there = openTab({ runs, sets: new MemoryFolder(), locks: new MemoryLocks() })
  expect(await there.importFile(file)).toEqual({
    type: 'import-run-failed',
    sentence: 'There is no room left in this browser for this run. Delete runs or sets, or free disk space.',
  })
  expect(await (await runs.folder('runs')).names()).toEqual([])
  expect((await there.sets.list()).sets).toEqual([])
  expect(await there.locks.held()).toEqual(new Set())
})
