// The linear probe as rows, lines, a sentence and CSV.
import { expect, test } from 'vitest'
import type { Probe, ProbeRow } from '../../spec/feature-analyses.ts'
import { conclusionOf, howTested, probeCsv, probeGroups, probeLines } from './probe-table.ts'

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
  folds: 1,
  tested,
  chance: 0.5,
  leftOut: [],
  rows,
})

test('each trained layer is followed by the same layer untrained; other features come last', () => {
  const rows = [row('untrained', 'conv1', 0.5), row('pixels', 'Pixels', 0.6), row('trained', 'conv1', 0.7), row('trained', 'conv2', 0.8)]
  expect(probeGroups({ rows }).map(({ name, rows: own }) => [name, own.map(({ features }) => features)])).toEqual([
    ['conv1', ['trained', 'untrained']],
    ['conv2', ['trained']],
    ['Pixels', ['pixels']],
  ])
})

test('over the steps there is one line per trained layer, of comparable probes', () => {
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

test('the conclusion compares the best trained layer with its strongest rival, and says when there is no significant difference', () => {
  expect(conclusionOf({ rows: [row('trained', 'conv2', 0.9), row('untrained', 'conv2', 0.6), row('pixels', 'Pixels', 0.7)] })).toBe(
    'conv2 as trained separates the classes clearly better than the raw pixels: training has taught it about these images.',
  )
  expect(conclusionOf({ rows: [row('trained', 'conv2', 0.72), row('pixels', 'Pixels', 0.7)] })).toContain('overlap')
  expect(conclusionOf({ rows: [row('trained', 'conv2', 0.5), row('untrained', 'conv2', 0.8)] })).toContain(
    'clearly worse than the same layer',
  )
  expect(conclusionOf({ rows: [row('network', 'MobileNetV2', 0.9), row('pixels', 'Pixels', 0.7)] })).toBeNull()
})

test('the method is described: one split, or folds that test each image once', () => {
  expect(howTested({ learnt: 2000, tested: 1000, folds: 1 })).toBe('learnt from 2,000 images, tested on 1,000 others')
  expect(howTested({ learnt: 300, tested: 300, folds: 10 })).toBe('300 images, each tested once, in 10 folds')
})

test('the CSV has one complete row per kind of features', () => {
  const measured = { ...probe([row('trained', 'conv2', 0.75), row('pixels', '8 × 8, grey', 0.5)]), folds: 10 }
  const lines = (step: number | null) => probeCsv(measured, step).split('\r\n')
  expect(lines(400)).toEqual([
    'features,name,accuracy,low,high,chance,classes,learnt,tested,folds,step',
    'trained,conv2,0.75,0.7,0.8,0.5,2,80,40,10,400',
    'pixels,"8 × 8, grey",0.5,0.45,0.55,0.5,2,80,40,10,400',
    '',
  ])
  expect(lines(null)[1]).toBe('trained,conv2,0.75,0.7,0.8,0.5,2,80,40,10,')
})

test('probes measured in other ways are left out of the lines', () => {
  const folds = { ...probe([row('trained', 'conv1', 0.6)]), folds: 10 }
  const lines = probeLines([
    { step: 10, probe: folds },
    { step: 20, probe: probe([row('trained', 'conv1', 0.7)]) },
  ])
  expect(lines?.steps).toEqual([20])
})
