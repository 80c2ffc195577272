// The import pool of the browser with fake Workers: who gets which batch, and what happens when a Worker crashes.
import { expect, test } from 'vitest'
import { ImportWorkerLostError } from '../data/errors.ts'
import type { ImportFile, ImportResult } from '../data/import-pool.ts'
import { DEFAULT_PREPARATION } from '../spec/config.ts'
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import type { FromImportWorker, ToImportWorker } from './import-messages.ts'
import { openWorkerPool } from './import-pool.ts'
import type { PageWorker } from './page-workers.ts'

/** A Worker that records messages; the test sends its answers. */
class FakeWorker implements PageWorker {
  onmessage: PageWorker['onmessage'] = null
  onerror: PageWorker['onerror'] = null
  readonly received: ToImportWorker[] = []
  terminated = false

  postMessage(message: ToImportWorker): void {
    this.received.push(message)
  }

  terminate(): void {
    this.terminated = true
  }

  send(message: FromImportWorker): void {
    this.onmessage?.({ data: message } as MessageEvent<FromImportWorker>)
  }

  crash(): void {
    this.onerror?.({ message: '' })
  }
}

function openPool(cores: number) {
  const workers: FakeWorker[] = []
  const pool = openWorkerPool(cores, () => {
    workers.push(new FakeWorker())
    return workers.at(-1) as FakeWorker
  })(DEFAULT_PREPARATION)
  return { workers, pool }
}

const text: ImportFile = { bytes: new TextEncoder().encode('hello'), packed: null }
const results: ImportResult[] = [{ accepted: false, kind: 'unknown', sentence: 'No.' }]
const settle = () => new Promise((resume) => setTimeout(resume, 0))

test('there are as many Workers as cores, between one and eight; batches wait until one is ready and idle', async () => {
  expect(openPool(0).workers).toHaveLength(1)
  expect(openPool(64).workers).toHaveLength(8)
  const { workers, pool } = openPool(1)
  const [worker] = workers as [FakeWorker]
  const both = [pool.prepare([text]), pool.prepare([text])]
  expect(worker.received).toHaveLength(0)
  worker.send({ type: 'ready' })
  expect(worker.received).toMatchObject([{ type: 'prepare', batch: [text] }])
  worker.send({ type: 'done', results })
  worker.send({ type: 'done', results: [] })
  expect(await Promise.all(both)).toEqual([results, []])
})

test('a Worker that crashes loses its batch and is replaced; one that reports a programming error is kept', async () => {
  const { workers, pool } = openPool(1)
  workers[0]?.send({ type: 'ready' })
  const lost = pool.prepare([text])
  workers[0]?.crash()
  await expect(lost).rejects.toThrow(ImportWorkerLostError)
  expect(workers[0]?.terminated).toBe(true)
  const next = pool.prepare([text])
  workers[1]?.send({ type: 'ready' })
  workers[1]?.send({ type: 'failed', lost: false, message: 'x is undefined' })
  await expect(next).rejects.toThrow(new Error('x is undefined'))
})

test('where no Worker starts, files are prepared in this thread', async () => {
  const { workers, pool } = openPool(2)
  const answer = pool.prepare([text])
  for (const worker of workers) worker.crash()
  expect(await answer).toMatchObject([{ accepted: false, sentence: 'Not an image: it starts like text.' }])
  const none = openWorkerPool(2, () => {
    throw new Error('forbidden')
  })(DEFAULT_PREPARATION)
  expect(await none.prepare([text])).toHaveLength(1)
})

test('large pictures of all Workers share one limit, and a crashed Worker frees its part', async () => {
  const { workers, pool } = openPool(2)
  const [first, second] = workers as [FakeWorker, FakeWorker]
  for (const worker of [first, second]) worker.send({ type: 'ready' })
  const lost = pool.prepare([text])
  void pool.prepare([text])
  first.send({ type: 'request-pixels', request: 5, pixels: IMPORT_LIMITS.maxPixels })
  second.send({ type: 'request-pixels', request: 7, pixels: IMPORT_LIMITS.maxPixels })
  await settle()
  expect(first.received.at(-1)).toEqual({ type: 'pixels-granted', request: 5 })
  expect(second.received).toHaveLength(1)
  first.crash()
  await expect(lost).rejects.toThrow(ImportWorkerLostError)
  await settle()
  expect(second.received.at(-1)).toEqual({ type: 'pixels-granted', request: 7 })
})

test('ending the pool ends every Worker and rejects every batch', async () => {
  const { workers, pool } = openPool(2)
  workers[0]?.send({ type: 'ready' })
  const waits = [pool.prepare([text]), pool.prepare([text])]
  pool.end()
  for (const wait of waits) await expect(wait).rejects.toThrow(ImportWorkerLostError)
  expect(workers.map(({ terminated }) => terminated)).toEqual([true, true])
})
