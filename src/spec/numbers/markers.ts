// The vertical lines on the charts: which events of a run's history are one, and what it says. The live run and a loaded history use the same.
import { type DeviceRecord, describeDevice } from '../backends.ts'
import { FIELD_NAMES, type LiveConfig } from '../config.ts'
import { FIELDS } from '../fields.ts'
import type { RecoveryReason, RunEvent } from '../runs.ts'
import { formatSetting, grouped, percent } from '../words.ts'

/** An event shown as a vertical line on the charts. */
export interface Marker {
  readonly step: number
  readonly label: string
}

const CAUSES: Readonly<Record<RecoveryReason, string>> = {
  'not-finite': 'a value was no longer a number',
  'device-lost': 'the GPU was lost',
  'out-of-memory': 'the memory was used up',
  'worker-lost': 'the trainer stopped',
  'page-lost': 'the browser ended the page',
}

/** @param device the one that was named before in the history; null: none was */
export function markerOf(event: RunEvent, device: DeviceRecord | null): Marker | null {
  const label = labelOf(event, device)
  return label === '' ? null : { step: event.step, label }
}

/** Empty where the event is no line. */
function labelOf(event: RunEvent, device: DeviceRecord | null): string {
  switch (event.event) {
    case 'step':
    case 'score':
      return ''
    case 'labelled':
      return event.moved === null ? '' : `classes found anew: ${percent(event.moved)} of the images moved`
    case 'paused':
      return 'paused'
    case 'change':
      return event.step === 0 ? '' : describeChanges(event.changes)
    case 'returned':
      return `returned from step ${grouped(event.from)}`
    case 'recovered':
      return event.from > event.step
        ? `rolled back from step ${grouped(event.from)} (${CAUSES[event.reason]})`
        : `went on (${CAUSES[event.reason]})`
    case 'device':
      return device === null || describeDevice(device) === describeDevice(event.device) ? '' : `on ${describeDevice(event.device)}`
    default:
      return event satisfies never
  }
}

/** “Learning rate D 0.0001, Mirror on”. Without the number of steps: it moves the end of the run, not its curves. */
function describeChanges(changes: Partial<LiveConfig>): string {
  const values: Readonly<Record<string, unknown>> = changes
  return FIELD_NAMES.filter((name) => name !== 'steps' && values[name] !== undefined)
    .map((name) => `${FIELDS[name].label} ${describeValue(values[name])}`)
    .join(', ')
}

function describeValue(value: unknown): string {
  return typeof value === 'number' ? formatSetting(value) : value === true ? 'on' : value === false ? 'off' : String(value)
}

/** Of a whole history. */
export function markersOf(events: readonly RunEvent[]): readonly Marker[] {
  let device: DeviceRecord | null = null
  return events.flatMap((event) => {
    const marker = markerOf(event, device)
    if (event.event === 'device') device = event.device
    return marker ?? []
  })
}
