// The Worker behind “Measure this machine” on the page: it gets the page's address, measures, and emits events. The page cancels by ending it.
import type { FetchBytes } from '../data/builtin.ts'
import type { MeasureRequest, ReportEvent } from '../spec/machine-report.ts'
import { openDevice } from '../tensor/backend.ts'
import { type BrowserFacts, browserName } from './report/browser-name.ts'
import { openPageImporter } from './report/importer-page.ts'
import { FULL_PLAN, measureMachine } from './report/measure.ts'

/** What a browser provides; the type library of this layer does not declare it. */
declare const self: { onmessage: ((message: { data: MeasureRequest }) => void) | null; postMessage(event: ReportEvent): void }
declare const navigator: BrowserFacts & { readonly hardwareConcurrency: number }
declare const performance: { now(): number }
declare function fetch(address: string): Promise<{ readonly ok: boolean; readonly status: number; arrayBuffer(): Promise<ArrayBuffer> }>
declare class URL {
  constructor(path: string, base: string)
  readonly href: string
}

self.onmessage = ({ data: { base } }) => {
  void measureMachine(
    {
      name: `${browserName(navigator)}, ${navigator.hardwareConcurrency} threads`,
      now: () => performance.now(),
      openDevice: () => openDevice('webgpu'),
      fetchFeatures: fetchFeatures(base),
      openImporter: openPageImporter,
      stopped: new Promise(() => undefined),
      emit: (event) => self.postMessage(event),
    },
    FULL_PLAN,
  )
}

function fetchFeatures(base: string): FetchBytes {
  return async (file) => {
    const response = await fetch(new URL(`features/${file}`, base).href)
    if (!response.ok) throw new Error(`features/${file} could not be loaded: the server answered ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  }
}
