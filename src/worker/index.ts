// The Worker that trains: connects the trainer to the page's messages.
import { type Command, transferables } from '../protocol.ts'
import { openDevice } from '../tensor/backend.ts'
import { browserLibrary } from './browser-library.ts'
import { prepareSource } from './prepare.ts'
import { createTrainer } from './trainer.ts'
import { browserTunings } from './tunings.ts'

const take = createTrainer({
  post: (event) => self.postMessage(event, transferables(event)),
  now: () => performance.now() / 1000,
  openDevice,
  prepare: prepareSource,
  library: browserLibrary(),
  tunings: browserTunings,
})
self.onmessage = ({ data }: MessageEvent<Command>) => take(data)
