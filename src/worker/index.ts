// The Worker that trains: connects the trainer to the page's messages.
import { loadNetwork } from '../core/features/networks/load.ts'
import { type Command, transferables } from '../protocol.ts'
import { DEFAULT_NETWORK } from '../spec/studies.ts'
import { openDevice } from '../tensor/backend.ts'
import { openAnalysts } from './analysts.ts'
import { browserLibrary } from './browser-library.ts'
import { createFetchBytes } from './decode.ts'
import { prepareSource } from './prepare.ts'
import { createTrainer } from './trainer.ts'
import { browserStepTimes, browserTunings } from './tunings.ts'
import { browserWasmHost } from './wasm-host.ts'

const take = createTrainer({
  post: (event) => self.postMessage(event, transferables(event)),
  now: () => performance.now() / 1000,
  openDevice: (wanted) => openDevice(wanted, browserWasmHost()),
  prepare: prepareSource,
  library: browserLibrary(),
  tunings: browserTunings,
  stepTimes: browserStepTimes,
  analyse: openAnalysts(),
  openNetwork: (base) => loadNetwork(DEFAULT_NETWORK, createFetchBytes(base, 'features')),
})
self.onmessage = ({ data }: MessageEvent<Command>) => take(data)
