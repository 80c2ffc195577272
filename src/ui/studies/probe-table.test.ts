import { expect, test } from 'vitest'
import type { Probe, ProbeRow } from '../../spec/studies.ts'
import { probeGroups, probeLines, verdict } from './probe-table.ts'

const row = (features: ProbeRow['features'], name: string, accuracy: number): ProbeRow => ({
  features,
  name,
  accuracy,
  low: accuracy - 0.05,
  high: accuracy + 0.05,
})
const probe = (rows: readonly ProbeRow[], tested = 40): Probe => ({
  kind: 'probe',
  classes: ['a', 'b'],
  learnt: 80,
  tested,
  chance: 0.5,
  leftOut: [],
  rows,
})

test('a layer as trained stands beside the same layer untrained, what has no twin comes last', () => {
  const rows = [row('untrained', 'conv1', 0.5), row('pixels', 'Pixels', 0.6), row('trained', 'conv1', 0.7), row('trained', 'conv2', 0.8)]
  expect(probeGroups({ rows }).map(({ name, rows: own }) => [name, own.map(({ features }) => features)])).toEqual([
    ['conv1', ['trained', 'untrained']],
    ['conv2', ['trained']],
    ['Pixels', ['pixels']],
  ])
})

test('over the steps there is a line a trained layer, of probes that can be compared', () => {
  const early = probe([row('trained', 'conv1', 0.6)])
  const others = probe([row('trained', 'conv1', 0.9)], 10)
  const late = probe([row('trained', 'conv1', 0.7), row('trained', 'conv2', 0.8), row('untrained', 'conv2', 0.5)])
  const lines = probeLines([
    { step: 10, probe: early },
    { step: 20, probe: others },
    { step: 30, probe: late },
  ])
  expect(lines).toEqual({
    steps: [10, 30],
    layers: [
      { name: 'conv1', accuracies: [0.6, 0.7] },
      { name: 'conv2', accuracies: [null, 0.8] },
    ],
    chance: 0.5,
  })
  expect(probeLines([])).toBeNull()
})

test('the verdict compares the best trained layer with its strongest rival, and says when nothing can be said', () => {
  expect(verdict({ rows: [row('trained', 'conv2', 0.9), row('untrained', 'conv2', 0.6), row('pixels', 'Pixels', 0.7)] })).toBe(
    'conv2 as trained tells the classes clearly better than the raw pixels: training has taught it about these images.',
  )
  expect(verdict({ rows: [row('trained', 'conv2', 0.72), row('pixels', 'Pixels', 0.7)] })).toContain('overlap')
  expect(verdict({ rows: [row('trained', 'conv2', 0.5), row('untrained', 'conv2', 0.8)] })).toContain('clearly worse than the same layer')
  expect(verdict({ rows: [row('network', 'MobileNetV2', 0.9), row('pixels', 'Pixels', 0.7)] })).toBeNull()
})
