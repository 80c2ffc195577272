// How a file is written in a Worker, seen from the trainer: when the Worker is made, and what its end is called.
import { expect, test } from 'vitest'
import { CancelledError } from '../../spec/cancel.ts'
import type { Pictures } from '../../spec/image-block.ts'
import type { FromExportWorker } from '../export-worker.ts'
import type { PageWorker } from '../page-workers.ts'
import type { FileJob } from './encode-file.ts'
import { writeInWorkers } from './write-in-worker.ts'

const JOB: FileJob = { kind: 'safetensors', bytes: new Uint8Array(4) }

async function* noPictures(): AsyncGenerator<Pictures> {
  // a checkpoint has none
}

/** @param act what the Worker does once it has its job */
function writing(signal: AbortSignal, act: (worker: PageWorker) => void) {
  const workers: { isEnded: boolean }[] = []
  const write = writeInWorkers(() => {
    const state = { isEnded: false }
    workers.push(state)
    const worker: PageWorker = {
      onmessage: null,
      onerror: null,
      postMessage: () => queueMicrotask(() => act(worker)),
      terminate() {
        state.isEnded = true
      },
    }
    return worker
  })
  return { written: write(JOB, noPictures(), null, { signal, onProgress: () => undefined }), workers }
}

const say = (worker: PageWorker, data: FromExportWorker) => worker.onmessage?.({ data } as MessageEvent)

test('a file that is cancelled before its Worker is made is not written', async () => {
  const done = (worker: PageWorker) => say(worker, { type: 'done', file: new Blob(), check: null })
  const { written, workers } = writing(AbortSignal.abort(), done)
  await expect(written).rejects.toThrow(CancelledError)
  expect(workers).toEqual([])
})

test('a Worker that cannot be loaded is not taken for one that ran out of memory; both are ended', async () => {
  const { signal } = new AbortController()
  const unloaded = writing(signal, (worker) => worker.onerror?.({ message: 'its script could not be loaded' }))
  await expect(unloaded.written).rejects.toThrow('its script could not be loaded')
  const crashed = writing(signal, (worker) => {
    say(worker, { type: 'progress', share: 0.5 })
    worker.onerror?.({ message: '' })
  })
  await expect(crashed.written).rejects.toMatchObject({ fault: 'memory' })
  expect([unloaded.workers, crashed.workers]).toEqual([[{ isEnded: true }], [{ isEnded: true }]])
})
