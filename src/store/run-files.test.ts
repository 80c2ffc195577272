// The files of a run: what is written is read again, what is dropped is gone, and damaged files are told apart from whole ones.
import { strFromU8, strToU8 } from 'fflate'
import { expect, test } from 'vitest'
import { FolderError } from './errors.ts'
import type { Folder } from './folder.ts'
import { writeHead } from './head-pair.ts'
import { MemoryFolder } from './memory-folder.ts'
import { openRun } from './run-files.ts'
import { contentsOf, NEW_RUN, stateAt, stepEvent, writerDependencies } from './run-test-support.ts'
import { createRun, openWriter, type WriterDependencies } from './run-writer.ts'

const open = (folder: Folder) => openRun(folder, writerDependencies().readPictures)

/** A run saved after each of these steps. */
async function savedRun(steps: readonly number[], deps: WriterDependencies = writerDependencies()) {
  const folder = new MemoryFolder()
  const writer = createRun(folder, NEW_RUN, deps)
  for (const step of steps) {
    writer.log(stepEvent(step))
    await writer.save(stateAt(step))
  }
  return { folder, writer }
}

const FEW = { ...writerDependencies().limits, snapshots: { bytes: 1e6, count: 2 } }

const snapshotsIn = (folder: MemoryFolder) => [...folder.files.keys()].filter((name) => name.startsWith('snapshot-'))

test('a saved run opens with its state, its history and all snapshots', async () => {
  const { folder } = await savedRun([10, 20, 30])
  const run = await open(folder)
  expect(run.record).toMatchObject({ ...NEW_RUN, step: 30, elapsedSeconds: 3, best: null, deletedAt: null })
  expect(run.record.snapshots.map(({ step, bytes, content }) => [step, bytes, content])).toEqual(
    [10, 20, 30].map((step) => [step, contentsOf(step).length, 'state']),
  )
  expect(await run.snapshot(null)).toEqual(contentsOf(30))
  expect(await run.snapshot(run.record.snapshots[0]?.file ?? '')).toEqual(contentsOf(10))
  expect((await run.events()).slice(1)).toEqual([10, 20, 30].map(stepEvent))
  await expect(run.snapshot('snapshot-00000099-1.safetensors')).rejects.toMatchObject({ name: 'StoredRunError' })
})

test('a writer that is opened goes on where the last one ended, and events that were not saved are not there', async () => {
  const { folder, writer } = await savedRun([10])
  writer.log(stepEvent(15))
  const next = await openWriter(folder, writerDependencies())
  next.log(stepEvent(20))
  expect((await next.events()).slice(1)).toEqual([10, 20].map(stepEvent))
  await next.save(stateAt(20))
  const run = await open(folder)
  expect((await run.events()).slice(1)).toEqual([10, 20].map(stepEvent))
  expect(run.record.step).toBe(20)
})

test('what happened since the last save is kept without another one', async () => {
  const { folder, writer } = await savedRun([])
  writer.log(stepEvent(10))
  await writer.keepHistory()
  expect(folder.files.size).toBe(0) // there is no run yet
  await writer.save(stateAt(10))
  const before = snapshotsIn(folder)
  writer.log({ event: 'paused', step: 10 })
  await writer.keepHistory()
  expect((await (await open(folder)).events()).slice(1)).toEqual([stepEvent(10), { event: 'paused', step: 10 }])
  await writer.save(stateAt(20))
  expect((await (await open(folder)).events()).slice(1)).toEqual([stepEvent(10), { event: 'paused', step: 10 }])
  expect(snapshotsIn(folder)).toEqual([...before, writer.record.snapshots[1]?.file])
})

test('before its first save a run leaves nothing, and cannot be opened', async () => {
  const { folder, writer } = await savedRun([])
  await writer.update({ name: 'Dogs' })
  expect(folder.files.size).toBe(0)
  await expect(open(folder)).rejects.toMatchObject({ fault: 'unsaved' })
  await writer.save(stateAt(0))
  expect((await open(folder)).record).toMatchObject({ name: 'Dogs', step: 0 })
})

test('the best snapshot stays the best when others come', async () => {
  const { folder, writer } = await savedRun([10])
  await writer.save(stateAt(20, { best: { kid: 0.5, network: 'net' } }))
  await writer.save(stateAt(30))
  const { record } = await open(folder)
  expect(record.best).toEqual({ file: record.snapshots[1]?.file, step: 20, kid: 0.5, network: 'net' })
  await writer.thin()
  expect((await open(folder)).record.snapshots.map(({ step }) => step)).toEqual([20, 30])
  expect(snapshotsIn(folder)).toHaveLength(2)
})

test('a snapshot that is being scored stays until that is done, since it may be the best', async () => {
  const { folder, writer } = await savedRun([10, 20], writerDependencies({ limits: FEW }))
  const scored = writer.record.snapshots[1]?.file ?? ''
  const letGo = writer.hold(scored)
  for (const step of [21, 22]) await writer.save(stateAt(step))
  await writer.thin()
  await writer.update({ best: { file: scored, step: 20, kid: 0.5, network: 'net' } })
  expect((await open(folder)).record.best).toMatchObject({ step: 20 })
  expect((await open(folder)).record.snapshots.map(({ step }) => step)).toEqual([20, 22])
  await writer.update({ best: null })
  letGo()
  await writer.thin()
  expect((await open(folder)).record.snapshots.map(({ step }) => step)).toEqual([22])
})

test('snapshots of steps that a run left by returning are dropped, the best one excepted', async () => {
  const { folder, writer } = await savedRun([10, 20])
  await writer.save(stateAt(30, { best: { kid: 0.5, network: 'net' } }))
  await writer.save(stateAt(40))
  writer.log({ event: 'returned', step: 10, from: 40 })
  await writer.save(stateAt(50))
  expect((await open(folder)).record.snapshots.map(({ step }) => step)).toEqual([10, 30, 50])
  await writer.save(stateAt(50))
  expect((await open(folder)).record.snapshots.map(({ step }) => step)).toEqual([10, 30, 50])
})

test('a damaged last snapshot leaves the save before it, whose next save repairs the run', async () => {
  const { folder } = await savedRun([10, 20])
  const last = (await open(folder)).record.snapshots[1]?.file ?? ''
  const damages: (() => void)[] = [
    () => folder.files.set(last, contentsOf(20).slice(1)),
    () => folder.files.set(last, contentsOf(20).fill(1, 3, 5)),
    () => folder.files.delete(last),
  ]
  for (const damage of damages) {
    damage()
    expect((await open(folder)).record.step).toBe(10)
  }
  const writer = await openWriter(folder, writerDependencies())
  await writer.save(stateAt(25))
  const run = await open(folder)
  expect([run.record.step, await run.snapshot(null)]).toEqual([25, contentsOf(25)])
})

test('the save before stays whole until the next, also where the newest one has dropped its snapshot', async () => {
  const { folder, writer } = await savedRun([10, 20, 30])
  writer.log({ event: 'returned', step: 10, from: 30 })
  await writer.save(stateAt(15))
  const last = writer.record.snapshots.at(-1)?.file ?? ''
  folder.files.set(last, new Uint8Array(5))
  const run = await open(folder)
  expect([run.record.step, await run.snapshot(null)]).toEqual([30, contentsOf(30)])
})

test('where both saves are damaged the run says so, and nothing of it is removed', async () => {
  const { folder } = await savedRun([10, 20])
  for (const name of snapshotsIn(folder)) folder.files.set(name, new Uint8Array(3))
  const before = [...folder.files.keys()]
  await expect(openWriter(folder, writerDependencies())).rejects.toMatchObject({ fault: 'damaged' })
  expect([...folder.files.keys()]).toEqual(before)
})

test('a run of a newer version is refused in a sentence', async () => {
  const { folder, writer } = await savedRun([10])
  await writeHead(folder, 'head', { ...writer.record, ...{ version: 2 }, sequence: 99 }, null)
  await expect(open(folder)).rejects.toMatchObject({ fault: 'newer', message: expect.stringContaining('newer version') })
})

test('files that no head names are removed when a writer is opened, but not those of others', async () => {
  const { folder } = await savedRun([10, 20])
  const before = [...folder.files.keys()].sort()
  for (const name of ['snapshot-00000030-9.safetensors', 'metrics-7.jsonl']) folder.files.set(name, strToU8('x'))
  folder.files.set('config.json', strToU8('{}'))
  await openWriter(folder, writerDependencies())
  expect([...folder.files.keys()].sort()).toEqual([...before, 'config.json'].sort())
})

test('a history that grows too long loses every second report of steps, and nothing else', async () => {
  const { folder, writer } = await savedRun([], writerDependencies({ limits: { ...writerDependencies().limits, historyBytes: 3000 } }))
  writer.log({ event: 'paused', step: 1 })
  for (let step = 1; step <= 40; step++) {
    writer.log(stepEvent(step))
    await writer.save(stateAt(step))
  }
  const run = await open(folder)
  const events = await run.events()
  expect(run.record.history.bytes).toBeLessThan(3000)
  expect([...folder.files.keys()].filter((name) => name.startsWith('metrics'))).toEqual([run.record.history.file])
  expect(events.filter(({ event }) => event !== 'step').map(({ event }) => event)).toEqual(['change', 'paused'])
  const steps = events.filter(({ event }) => event === 'step').map(({ step }) => step)
  expect(steps.length).toBeLessThan(40)
  expect(steps.at(-1)).toBe(40)
  expect(steps).toEqual([...steps].sort((one, other) => one - other))
})

test('a history that was cut short by somebody is read as far as it goes, and goes on', async () => {
  const { folder } = await savedRun([10, 20])
  const lines = folder.files.get('metrics.jsonl') as Uint8Array
  folder.files.set('metrics.jsonl', lines.slice(0, -10))
  const writer = await openWriter(folder, writerDependencies())
  writer.log(stepEvent(30))
  await writer.save(stateAt(30))
  const run = await open(folder)
  expect((await run.events()).slice(1)).toEqual([10, 30].map(stepEvent))
  expect(strFromU8(folder.files.get('metrics.jsonl') as Uint8Array).endsWith('\n')).toBe(true)
})

test('before the storage is full, the bin is emptied and older snapshots make room', async () => {
  let room = Number.POSITIVE_INFINITY
  let emptied = 0
  const deps = writerDependencies({ freeSpace: async () => void emptied++, estimate: async () => ({ used: 0, granted: room }) })
  const { folder, writer } = await savedRun([10, 20, 30, 40], deps)
  room = 0
  await writer.save(stateAt(50))
  expect(emptied).toBe(1)
  expect((await open(folder)).record.snapshots.map(({ step }) => step)).toEqual([10, 40, 50])
})

test('a disk that is full all the same is tried again in less room, then said in a sentence; the last save stays, and a later one succeeds', async () => {
  let failures = 0
  const folder = new MemoryFolder((name) => {
    if (name.startsWith('snapshot-') && failures-- > 0) throw new FolderError('full', 'no room')
  })
  const writer = createRun(folder, NEW_RUN, writerDependencies())
  for (const step of [10, 20, 30]) await writer.save(stateAt(step))
  failures = 1
  await writer.save(stateAt(40))
  expect((await open(folder)).record.snapshots.map(({ step }) => step)).toEqual([10, 30, 40])
  failures = Number.POSITIVE_INFINITY
  writer.log(stepEvent(50))
  await expect(writer.save(stateAt(50))).rejects.toMatchObject({
    fault: 'full',
    message: expect.stringContaining('a save needs 163 bytes'),
  })
  expect((await open(folder)).record.step).toBe(40)
  failures = 0
  await writer.save(stateAt(51))
  const run = await open(folder)
  expect([run.record.step, (await run.events()).at(-1)]).toEqual([51, stepEvent(50)])
  expect(snapshotsIn(folder)).toHaveLength(run.record.snapshots.length)
})
