// The Worker that trains: connects the trainer with the page's messages and with what a browser provides.
import { loadNetwork } from '../eval/features/networks/load.ts'
import { type Command, transferables } from '../protocol.ts'
import { DEFAULT_NETWORK } from '../spec/feature-analyses.ts'
import type { WorkerService } from '../spec/worker-service.ts'
import { openDevice } from '../tensor/backend.ts'
import { analyseInWorkers } from './analyse-in-worker.ts'
import { browserRuns, browserSetStore, browserTemporaryFiles } from './browser-store.ts'
import { writeInWorkers } from './exports/write-in-worker.ts'
import { createFetchBytes } from './fetch-bytes.ts'
import { workersOf } from './page-workers.ts'
import { createPrepare } from './prepare.ts'
import { createTrainer } from './trainer.ts'
import { browserStepTimes, browserTunings } from './tunings.ts'
import { browserWasmHost } from './wasm-host.ts'

/** The page sends this first, then commands. */
self.onmessage = ({ data: service }: MessageEvent<WorkerService>) => {
  const makeWorker = workersOf(service)
  const handle = createTrainer({
    emit: (event) => self.postMessage(event, transferables(event)),
    now: () => performance.now() / 1000,
    openDevice: (wanted) => openDevice(wanted, browserWasmHost(makeWorker)),
    prepare: createPrepare(makeWorker),
    sets: browserSetStore(),
    ...browserRuns(),
    tunings: browserTunings,
    stepTimes: browserStepTimes,
    analyse: analyseInWorkers(makeWorker),
    writeFile: writeInWorkers(makeWorker),
    temporaryFiles: browserTemporaryFiles(),
    offeredFormats: async (plan) => (await import('../export/film/codecs.ts')).offeredFormats(plan),
    openNetwork: (base) => loadNetwork(DEFAULT_NETWORK, createFetchBytes(base, 'features')),
    loadExample: (base) => createFetchBytes(base, 'example')('fashion.zip'),
  })
  self.onmessage = ({ data }: MessageEvent<Command>) => handle(data)
}
