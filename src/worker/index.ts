// The Worker that trains: connects the trainer to the page's messages.
import { loadNetwork } from '../eval/features/networks/load.ts'
import { type Command, transferables } from '../protocol.ts'
import { DEFAULT_NETWORK } from '../spec/feature-analyses.ts'
import type { WorkerService } from '../spec/worker-service.ts'
import { openDevice } from '../tensor/backend.ts'
import { openAnalyses } from './analyses.ts'
import { browserSetStore } from './browser-store.ts'
import { createFetchBytes } from './decode.ts'
import { workersOf } from './page-workers.ts'
import { createPrepare } from './prepare.ts'
import { createTrainer } from './trainer.ts'
import { browserStepTimes, browserTunings } from './tunings.ts'
import { browserWasmHost } from './wasm-host.ts'

/** The page sends this first, then commands. */
self.onmessage = ({ data: service }: MessageEvent<WorkerService>) => {
  const makeWorker = workersOf(service)
  const take = createTrainer({
    post: (event) => self.postMessage(event, transferables(event)),
    now: () => performance.now() / 1000,
    openDevice: (wanted) => openDevice(wanted, browserWasmHost(makeWorker)),
    prepare: createPrepare(makeWorker),
    sets: browserSetStore(),
    tunings: browserTunings,
    stepTimes: browserStepTimes,
    analyse: openAnalyses(makeWorker),
    openNetwork: (base) => loadNetwork(DEFAULT_NETWORK, createFetchBytes(base, 'features')),
  })
  self.onmessage = ({ data }: MessageEvent<Command>) => take(data)
}
