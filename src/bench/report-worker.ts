// The Worker behind “Measure this machine” on the page: told where the page lies, it measures and tells. To end it, the page ends the Worker.
import type { FetchBytes } from '../data/builtin.ts'
import type { MeasureRequest, ReportEvent } from '../spec/machine-report.ts'
import { openDevice } from '../tensor/backend.ts'
import { type BrowserFacts, browserName } from './report/browser-name.ts'
import { openPageImporter } from './report/importer-page.ts'
import { FULL_PLAN, measureMachine } from './report/measure.ts'

/** A browser has them; the language's library does not name them. */
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
      tell: (event) => self.postMessage(event),
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
