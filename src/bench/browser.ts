// The benches in a page: the command line opens it in Chromium and reads what it logs, one line of JSON an event.
import { parseConfig } from '../spec/config.ts'
import { openDevice } from '../tensor/backend.ts'
import * as tf from '../tensor/tf.ts'
import { BENCHES } from './index.ts'

/** @param settings all of them as text, by name */
async function bench(kind: string, settings: Readonly<Record<string, string>>, rounds: number): Promise<void> {
  const { config } = parseConfig(settings)
  const device = await openDevice('webgpu')
  const { device: gpu } = tf.engine().backend as tf.WebGPUBackend
  await BENCHES[kind]?.(
    {
      config,
      device,
      gpu,
      now: () => performance.now(),
      tell: (event) => console.log(JSON.stringify(event)),
      progress: (done, total, words) => console.debug(JSON.stringify({ done, total, words })),
    },
    rounds,
  )
}

Object.assign(globalThis, { bench })

/** A browser has them; the language's library does not name them. */
declare const performance: { now(): number }
declare const console: { log(text: string): void; debug(text: string): void }
