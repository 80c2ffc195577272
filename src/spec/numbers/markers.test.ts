// Which events of a run's history are lines on its charts, and what they say.
import { expect, test } from 'vitest'
import type { DeviceRecord } from '../backends.ts'
import type { StepReport } from '../report.ts'
import type { RunEvent } from '../runs.ts'
import { markerOf, markersOf } from './markers.ts'

const gpu: DeviceRecord = { backend: 'webgpu', name: 'Apple M2', threads: 1 }
const labelOf = (event: RunEvent, device: DeviceRecord | null = gpu) => markerOf(event, device)?.label ?? null

test('steps, scores and the settings that a run begins with are no lines', () => {
  expect(labelOf({ event: 'step', step: 4, report: {} as StepReport })).toBeNull()
  expect(labelOf({ event: 'change', step: 0, changes: { alpha: 0.5 } })).toBeNull()
})

test('a change of settings names them and their values, but not the number of steps, which only moves the end', () => {
  const changes = { learningRateD: 0.0001, flip: true }
  expect(markerOf({ event: 'change', step: 40, changes }, null)).toEqual({ step: 40, label: 'Learning rate D 0.0001, Mirror on' })
  expect(labelOf({ event: 'change', step: 40, changes: { steps: 900 } })).toBeNull()
})

test('classes that are found anew are a line with how many images moved, those found at first are none', () => {
  const labelled = { event: 'labelled', step: 400, counts: [3, 2], accuracy: null } as const
  expect(labelOf({ ...labelled, moved: 0.124 })).toBe('classes found anew: 12 % of the images moved')
  expect(labelOf({ ...labelled, moved: null })).toBeNull()
})

test('a return and a recovery say from where and why', () => {
  expect(labelOf({ event: 'returned', step: 40, from: 4300 })).toBe('returned from step 4,300')
  expect(labelOf({ event: 'recovered', step: 4200, from: 4210, reason: 'not-finite' })).toBe(
    'rolled back from step 4,210 (a value was no longer a number)',
  )
  expect(labelOf({ event: 'recovered', step: 4200, from: 4200, reason: 'page-lost' })).toBe('went on (the browser ended the page)')
})

test('a device is a line only where it is another one than before', () => {
  const other = { ...gpu, backend: 'wasm', name: 'processor', threads: 2 } as const
  expect(labelOf({ event: 'device', step: 0, device: gpu }, null)).toBeNull()
  expect(labelOf({ event: 'device', step: 9, device: { ...gpu } })).toBeNull()
  expect(labelOf({ event: 'device', step: 9, device: other })).toBe('on processor, WebAssembly, 2 threads')
  const events: RunEvent[] = [
    { event: 'device', step: 0, device: gpu },
    { event: 'device', step: 5, device: gpu },
    { event: 'paused', step: 7 },
    { event: 'device', step: 9, device: other },
    { event: 'device', step: 12, device: other },
  ]
  expect(markersOf(events).map(({ step }) => step)).toEqual([7, 9])
})
