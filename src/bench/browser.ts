// The benches in a page: the command line opens it in Chromium and reads what it logs, one line of JSON an event.
import { parseConfig } from '../spec/config.ts'
import { openDevice } from '../tensor/backend.ts'
import * as tf from '../tensor/tf.ts'
import { benchImport } from './import.ts'
import { PAGE_MEMORY, pageImport, pageMemory } from './import-page.ts'
import { BENCHES } from './index.ts'
import type { BenchEvent } from './stage.ts'

/** @param settings all of them as text, by name */
async function bench(kind: string, settings: Readonly<Record<string, string>>, rounds: number): Promise<void> {
  const { config } = parseConfig(settings)
  const surroundings = {
    now: () => performance.now(),
    tell: (event: BenchEvent) => console.log(JSON.stringify(event)),
    progress: (done: number, total: number, words: string) => console.debug(JSON.stringify({ done, total, words })),
  }
  if (kind === 'import') return benchImport({ ...surroundings, memory: pageMemory, prepare: await pageImport(config) }, PAGE_MEMORY)
  const device = await openDevice('webgpu')
  const { device: gpu } = tf.engine().backend as tf.WebGPUBackend
  await BENCHES[kind]?.({ config, device, gpu, ...surroundings }, rounds)
}

Object.assign(globalThis, { bench })

/** A browser has them; the language's library does not name them. */
declare const performance: { now(): number }
declare const console: { log(text: string): void; debug(text: string): void }
