// All kept runs: their list, what is done with one as a whole, and that nobody writes a run that somebody else has.
import { expect, test } from 'vitest'
import { MemoryFolder } from './memory-folder.ts'
import { RunStore, type RunStoreDependencies, type WriteLock } from './run-store.ts'
import { contentsOf, NEW_RUN, stateAt, stepEvent } from './run-test-support.ts'

/** Locks as all tabs share them. */
function sharedLocks() {
  const held = new Set<string>()
  const lockNow = async (id: string): Promise<WriteLock | null> => {
    if (held.has(id)) return null
    held.add(id)
    return { isHeld: async () => held.has(id), release: async () => void held.delete(id) }
  }
  return { held: async () => held, lockNow }
}

type Locks = ReturnType<typeof sharedLocks>

/** The store of one tab. */
function tab(root: MemoryFolder, locks: Locks, changes: Partial<RunStoreDependencies> = {}) {
  const pixels = new Uint8ClampedArray(64 * 4).map((_, i) => i)
  const wall = { step: 1, seeds: [], pictures: { count: 64, size: 1, pixels } }
  return new RunStore({
    root: async () => root,
    readPictures: async () => ({ step: 1, wall, panel: null }),
    estimate: async () => ({ used: 5, granted: 1e9 }),
    now: () => 5000,
    ...locks,
    ...changes,
  })
}

async function lockOf(locks: Locks, id: string): Promise<WriteLock> {
  const lock = await locks.lockNow(id)
  if (!lock) throw new Error(`${id} is locked`)
  return lock
}

/** A run that is saved after each of these steps, and let go. */
async function keep(store: RunStore, locks: Locks, id: string, steps: readonly number[]): Promise<void> {
  const lock = await lockOf(locks, id)
  const writer = await store.create({ ...NEW_RUN, id, name: `Run ${id}` }, lock)
  for (const step of steps) {
    writer.log(stepEvent(step))
    await writer.save(stateAt(step))
  }
  await lock.release()
}

const idsOf = ({ runs }: { runs: readonly { id: string }[] }) => runs.map(({ id }) => id).sort()

const runsIn = (root: MemoryFolder) => root.folders.get('runs')?.folders as Map<string, MemoryFolder>

test('kept runs are listed by any tab, with a picture, their size and whether one trains them', async () => {
  const [root, locks] = [new MemoryFolder(), sharedLocks()]
  const store = tab(root, locks)
  expect(await store.list()).toEqual({ runs: [], damaged: [], storage: { used: 5, granted: 1e9 }, problem: null })
  await keep(store, locks, 'a', [10, 20])
  await store.create({ ...NEW_RUN, id: 'b' }, await lockOf(locks, 'b')) // not saved yet: it is no run so far
  await locks.lockNow('a')
  const { runs, problem } = await tab(root, locks).list()
  expect([idsOf({ runs }), problem]).toEqual([['a'], null])
  expect(runs[0]).toMatchObject({ name: 'Run a', step: 20, inUse: true, resumable: true, exportedAt: null, origin: null })
  expect(runs[0]?.picture).toMatchObject({ count: 16, size: 1 })
  expect(runs[0]?.bytes).toBeGreaterThan(contentsOf(10).length + contentsOf(20).length)
})

test('a run is renamed, thinned, deleted and restored, by its own tab while it is open, too', async () => {
  const [root, locks] = [new MemoryFolder(), sharedLocks()]
  const store = tab(root, locks)
  await store.create({ ...NEW_RUN, id: 'b' }, await lockOf(locks, 'b')) // another that is open
  await keep(store, locks, 'a', [10, 20, 30])
  expect((await store.rename('a', 'Dogs')).runs[0]?.name).toBe('Dogs')
  const lock = await lockOf(locks, 'a')
  const writer = await store.writer('a', lock)
  expect((await store.rename('a', 'Birds')).runs[0]?.name).toBe('Birds')
  await writer.save(stateAt(40))
  const [before] = (await store.list()).runs
  expect(before?.thinnable).toBeGreaterThanOrEqual(3 * contentsOf(10).length)
  const [after] = (await store.thin('a')).runs
  expect([after?.thinnable, after?.bytes]).toEqual([0, (before?.bytes ?? 0) - (before?.thinnable ?? 0)])
  expect((await store.open('a')).record).toMatchObject({ name: 'Birds', step: 40, snapshots: [{ step: 40 }] })
  await lock.release()
  expect(await store.remove('a')).toMatchObject({ runs: [], problem: null })
  expect(idsOf(await store.restore('a'))).toEqual(['a'])
  expect((await store.noteExport('a')).runs[0]?.exportedAt).toBe(5000)
})

test('a run that another tab has open is not changed, which is said', async () => {
  const [root, locks] = [new MemoryFolder(), sharedLocks()]
  const store = tab(root, locks)
  await keep(store, locks, 'a', [10])
  await locks.lockNow('a')
  expect(await tab(root, locks).rename('a', 'Dogs')).toMatchObject({
    runs: [{ name: 'Run a' }],
    problem: 'The run could not be renamed: another tab is using it. Close the other tab and try again.',
  })
})

test('a tab whose run was taken over changes none of its files, also where that happens in the middle of a save', async () => {
  const root = new MemoryFolder()
  let answers = Number.POSITIVE_INFINITY // how often the tab is told that it has the run
  const lock: WriteLock = { isHeld: async () => answers-- > 0, release: async () => undefined }
  const [here, there] = [tab(root, sharedLocks()), tab(root, sharedLocks())]
  const writer = await here.create({ ...NEW_RUN, id: 'a' }, lock)
  await writer.save(stateAt(10))
  const other = await there.writer('a', { ...lock, isHeld: async () => true })
  for (const step of [11, 12]) other.log(stepEvent(step))
  await other.save(stateAt(12))
  const files = [...(runsIn(root).get('a')?.files ?? [])]
  for (answers of [0, 1]) {
    writer.log(stepEvent(20))
    await expect(writer.save(stateAt(20))).rejects.toMatchObject({ fault: 'busy' })
    expect([...(runsIn(root).get('a')?.files ?? [])]).toEqual(expect.arrayContaining(files))
  }
})

test('emptying the bin deletes what is in it and what was never saved, but nothing that is in use', async () => {
  const [root, locks] = [new MemoryFolder(), sharedLocks()]
  const store = tab(root, locks)
  for (const id of ['a', 'b', 'c']) await keep(store, locks, id, [10])
  const lock = await lockOf(locks, 'd')
  await store.create({ ...NEW_RUN, id: 'd' }, lock)
  await store.create({ ...NEW_RUN, id: 'e' }, await lockOf(locks, 'e'))
  await lock.release()
  await store.remove('a')
  await store.remove('b')
  await locks.lockNow('b')
  await store.emptyBin()
  expect([...runsIn(root).keys()].sort()).toEqual(['b', 'c', 'e'])
})

test('a deletion that is interrupted anywhere is completed the next time, and brings nothing back', async () => {
  for (let failAt = 1; failAt <= 3; failAt++) {
    let left = Number.POSITIVE_INFINITY
    const root = new MemoryFolder(() => {
      if (--left <= 0) throw new Error('the power is gone')
    })
    const locks = sharedLocks()
    const store = tab(root, locks)
    await keep(store, locks, 'a', [10, 20])
    await store.remove('a')
    left = failAt
    await store.emptyBin()
    left = Number.POSITIVE_INFINITY
    expect(await store.list()).toMatchObject({ runs: [], problem: null })
    await store.emptyBin()
    expect(runsIn(root).size).toBe(0)
  }
})

test('a run that cannot be read is told of and stays, and the others are listed', async () => {
  const [root, locks] = [new MemoryFolder(), sharedLocks()]
  const store = tab(root, locks)
  await keep(store, locks, 'a', [10])
  await keep(store, locks, 'b', [10])
  const files = runsIn(root).get('a')?.files
  files?.set('head-0', new Uint8Array(files.get('head-0') ?? []).fill(0, 5, 9))
  const { runs, problem, damaged } = await store.list()
  expect([idsOf({ runs }), problem]).toEqual([['b'], null])
  expect(damaged).toEqual([{ id: 'a', sentence: expect.stringContaining('damaged') }])
  await store.emptyBin()
  expect(runsIn(root).has('a')).toBe(true)
})

test('what is left of a damaged run is deleted when a person says so, unless it can be read or somebody has it', async () => {
  const [root, locks] = [new MemoryFolder(), sharedLocks()]
  const store = tab(root, locks)
  await keep(store, locks, 'a', [10])
  await keep(store, locks, 'b', [10])
  expect(await store.removeDamaged('b')).toMatchObject({ runs: [{}, {}], problem: expect.stringContaining('can be read again') })
  const files = runsIn(root).get('a')?.files
  files?.set('head-0', new Uint8Array(files.get('head-0') ?? []).fill(0, 5, 9))
  const lock = await lockOf(locks, 'a')
  expect(await store.removeDamaged('a')).toMatchObject({ damaged: [{ id: 'a' }], problem: expect.stringContaining('another tab') })
  await lock.release()
  expect(await store.removeDamaged('a')).toMatchObject({ runs: [{ id: 'b' }], damaged: [], problem: null })
  expect([...runsIn(root).keys()]).toEqual(['b'])
})

test('a run from elsewhere is kept under another id, whole or not at all', async () => {
  const [root, locks] = [new MemoryFolder(), sharedLocks()]
  const store = tab(root, locks)
  const lock = await lockOf(locks, 'a')
  const writer = await store.create({ ...NEW_RUN, id: 'a' }, lock)
  await writer.save(stateAt(10, { best: { kid: 1, network: 'net' } }))
  writer.log(stepEvent(15))
  await writer.save(stateAt(20))
  await store.adopt(await store.open('a'), { id: 'z', name: 'Copy' })
  const copy = await store.open('z')
  expect(copy.record).toMatchObject({ id: 'z', name: 'Copy', step: 20, best: { step: 10 } })
  expect([await copy.snapshot(null), await copy.snapshot(copy.record.best?.file ?? '')]).toEqual([contentsOf(20), contentsOf(10)])
  expect(await copy.events()).toEqual(await writer.events())
  const damaged = { ...copy, snapshot: () => Promise.reject(new Error('damaged')) }
  await expect(store.adopt(damaged, { id: 'y' })).rejects.toThrow('damaged')
  expect(runsIn(root).has('y')).toBe(false)
})

test('the history of a run is what is part of it now', async () => {
  const [root, locks] = [new MemoryFolder(), sharedLocks()]
  const store = tab(root, locks)
  const writer = await store.create({ ...NEW_RUN, id: 'a' }, await lockOf(locks, 'a'))
  for (const step of [10, 20]) writer.log(stepEvent(step))
  writer.log({ event: 'returned', step: 10, from: 20 })
  await writer.save(stateAt(10))
  const { events, wall, summary } = await store.history('a')
  expect(events.map(({ event, step }) => [event, step])).toEqual([
    ['change', 0],
    ['step', 10],
    ['returned', 10],
  ])
  expect([wall?.pictures.count, summary.inUse]).toEqual([64, true])
  await expect(store.history('b')).rejects.toMatchObject({ fault: 'missing' })
})

test('without a private file system there is a sentence, and nothing fails', async () => {
  const nowhere = tab(new MemoryFolder(), sharedLocks(), { root: () => Promise.reject(new Error('not allowed')) })
  expect((await nowhere.list()).problem).toContain('Runs cannot be kept here')
  expect((await nowhere.rename('a', 'b')).problem).toContain('could not be renamed')
  await nowhere.emptyBin()
})
