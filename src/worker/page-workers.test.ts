// Both ends, a Worker that requests Workers and a page that makes them, with real message channels between them; only the Workers are fakes.
import { expect, test } from 'vitest'
import { type ServedWorker, serveWorkers, type WorkerKind, type WorkerStart } from '../spec/worker-service.ts'
import { workersOf } from './page-workers.ts'

/** A Worker that the page has made: the test does its work. */
class StandIn implements ServedWorker {
  onerror: ServedWorker['onerror'] = null
  start: WorkerStart<unknown, unknown> | null = null
  terminated = false
  readonly kind: WorkerKind

  constructor(kind: WorkerKind) {
    this.kind = kind
  }

  postMessage(start: WorkerStart<unknown, unknown>): void {
    this.start = start
  }

  terminate(): void {
    this.terminated = true
  }
}

function page(make = (kind: WorkerKind) => new StandIn(kind)) {
  const made: StandIn[] = []
  const { service, end } = serveWorkers((kind) => {
    const worker = make(kind)
    made.push(worker)
    return worker
  })
  return { made, makeWorker: workersOf(service), end }
}

/** The page's first message to a Worker that it has made. */
async function startOf(made: readonly StandIn[], index: number): Promise<WorkerStart<unknown, unknown>> {
  await expect.poll(() => made[index]?.start).toBeTruthy()
  return made[index]?.start as WorkerStart<unknown, unknown>
}

/** The next message of a port, or of a Worker. */
const next = (from: { onmessage: ((message: MessageEvent) => void) | null }) =>
  new Promise<unknown>((resolve) => {
    from.onmessage = ({ data }) => resolve(data)
  })

const nextError = (worker: { onerror: ((error: { readonly message: string }) => void) | null }) =>
  new Promise<string>((resolve) => {
    worker.onerror = ({ message }) => resolve(message)
  })

test('messages wait until the page has made the Worker; then both talk without the page', async () => {
  const { made, makeWorker, end } = page()
  const worker = makeWorker('import')
  const moved = new ArrayBuffer(8)
  worker.postMessage({ bytes: moved }, [moved])
  expect(made).toEqual([])
  expect(moved.byteLength).toBe(0)
  const { port } = await startOf(made, 0)
  expect(made.map(({ kind }) => kind)).toEqual(['import'])
  expect(await next(port)).toEqual({ bytes: new ArrayBuffer(8) })
  const answer = next(worker)
  port.postMessage('ready')
  expect(await answer).toBe('ready')
  end()
})

test('memory that threads share goes to the Worker as it is', async () => {
  const { made, makeWorker, end } = page()
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
  makeWorker('wasm-thread').postMessage(memory)
  const { port } = await startOf(made, 0)
  const got = (await next(port)) as WebAssembly.Memory
  new Uint8Array(got.buffer)[0] = 7
  expect(new Uint8Array(memory.buffer)[0]).toBe(7)
  end()
})

test('a Worker that cannot be made, or fails, is an error of that Worker alone', async () => {
  const { made, makeWorker, end } = page((kind) => {
    if (kind === 'svg') throw new Error('forbidden')
    return new StandIn(kind)
  })
  const [first, second, none] = [makeWorker('import'), makeWorker('import'), makeWorker('svg')]
  expect(await nextError(none)).toBe('forbidden')
  let firstFailed = false
  first.onerror = () => {
    firstFailed = true
  }
  const failed = nextError(second)
  let prevented = false
  made[1]?.onerror?.({
    message: 'out of memory',
    preventDefault() {
      prevented = true
    },
  })
  expect(await failed).toBe('out of memory')
  expect(firstFailed).toBe(false)
  expect(prevented).toBe(true)
  end()
})

test('a Worker is ended by the one that requested it, together with those that it requested itself; the others live on', async () => {
  const { made, makeWorker, end } = page()
  const importer = makeWorker('import')
  makeWorker('analysis')
  workersOf((await startOf(made, 0)).service)('svg')
  await expect.poll(() => made.map(({ kind }) => kind)).toEqual(['import', 'analysis', 'svg'])
  importer.terminate()
  await expect.poll(() => made.map(({ terminated }) => terminated)).toEqual([true, false, true])
  end()
})

test('when a trainer ends, all Workers that it requested end, and no more are made', async () => {
  const { made, makeWorker, end } = page()
  makeWorker('import')
  makeWorker('wasm-thread')
  workersOf((await startOf(made, 0)).service)('svg')
  await expect.poll(() => made).toHaveLength(3)
  makeWorker('import')
  end()
  expect(made.map(({ terminated }) => terminated)).toEqual([true, true, true])
  await new Promise((resume) => setTimeout(resume, 0))
  expect(made).toHaveLength(3)
})
