import { expect, test } from 'vitest'
import { type ImportFile, type ImportResult, ImportWorkerLostError } from '../data/import-pool.ts'
import { DEFAULT_PREPARATION } from '../spec/config.ts'
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import type { FromImportWorker, ToImportWorker } from './import-messages.ts'
import { openWorkerPool } from './import-pool.ts'
import type { PageWorker } from './page-workers.ts'

/** A Worker of the test's own: it takes messages, and the test says what it answers. */
class StandIn implements PageWorker {
  onmessage: PageWorker['onmessage'] = null
  onerror: PageWorker['onerror'] = null
  readonly got: ToImportWorker[] = []
  terminated = false

  postMessage(message: ToImportWorker): void {
    this.got.push(message)
  }

  terminate(): void {
    this.terminated = true
  }

  say(message: FromImportWorker): void {
    this.onmessage?.({ data: message } as MessageEvent<FromImportWorker>)
  }

  die(): void {
    this.onerror?.({ message: '' })
  }
}

function pool(cores: number) {
  const workers: StandIn[] = []
  const hands = openWorkerPool(cores, () => {
    workers.push(new StandIn())
    return workers.at(-1) as StandIn
  })(DEFAULT_PREPARATION)
  return { workers, hands }
}

const text: ImportFile = { bytes: new TextEncoder().encode('hello'), packed: null }
const outcomes: ImportResult[] = [{ taken: false, kind: 'unknown', sentence: 'No.' }]
const settle = () => new Promise((resume) => setTimeout(resume, 0))

test('there are as many Workers as cores, between one and eight; batches wait until one is ready and free', async () => {
  expect(pool(0).workers).toHaveLength(1)
  expect(pool(64).workers).toHaveLength(8)
  const { workers, hands } = pool(1)
  const [worker] = workers as [StandIn]
  const both = [hands.prepare([text]), hands.prepare([text])]
  expect(worker.got).toHaveLength(0)
  worker.say({ type: 'ready' })
  expect(worker.got).toMatchObject([{ type: 'prepare', batch: [text] }])
  worker.say({ type: 'done', outcomes })
  worker.say({ type: 'done', outcomes: [] })
  expect(await Promise.all(both)).toEqual([outcomes, []])
})

test('a Worker that dies loses its batch and is replaced; a fault of the program is no death', async () => {
  const { workers, hands } = pool(1)
  workers[0]?.say({ type: 'ready' })
  const lost = hands.prepare([text])
  workers[0]?.die()
  await expect(lost).rejects.toThrow(ImportWorkerLostError)
  expect(workers[0]?.terminated).toBe(true)
  const next = hands.prepare([text])
  workers[1]?.say({ type: 'ready' })
  workers[1]?.say({ type: 'failed', lost: false, message: 'x is undefined' })
  await expect(next).rejects.toThrow(new Error('x is undefined'))
})

test('where no Worker comes up, the work is done here', async () => {
  const { workers, hands } = pool(2)
  const answer = hands.prepare([text])
  for (const worker of workers) worker.die()
  expect(await answer).toMatchObject([{ taken: false, sentence: 'Not an image: it starts like text.' }])
  const none = openWorkerPool(2, () => {
    throw new Error('forbidden')
  })(DEFAULT_PREPARATION)
  expect(await none.prepare([text])).toHaveLength(1)
})

test('large pictures of all Workers wait for one another, and the dead make room', async () => {
  const { workers, hands } = pool(2)
  const [first, second] = workers as [StandIn, StandIn]
  for (const worker of [first, second]) worker.say({ type: 'ready' })
  const lost = hands.prepare([text])
  void hands.prepare([text])
  first.say({ type: 'enter', ticket: 5, pixels: IMPORT_LIMITS.maxPixels })
  second.say({ type: 'enter', ticket: 7, pixels: IMPORT_LIMITS.maxPixels })
  await settle()
  expect(first.got.at(-1)).toEqual({ type: 'entered', ticket: 5 })
  expect(second.got).toHaveLength(1)
  first.die()
  await expect(lost).rejects.toThrow(ImportWorkerLostError)
  await settle()
  expect(second.got.at(-1)).toEqual({ type: 'entered', ticket: 7 })
})

test('the end ends every Worker and every wait', async () => {
  const { workers, hands } = pool(2)
  workers[0]?.say({ type: 'ready' })
  const waits = [hands.prepare([text]), hands.prepare([text])]
  hands.end()
  for (const wait of waits) await expect(wait).rejects.toThrow(ImportWorkerLostError)
  expect(workers.map(({ terminated }) => terminated)).toEqual([true, true])
})
