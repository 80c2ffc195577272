// The tables of a machine report.
import { describe, expect, test } from 'vitest'
import { type MachineReport, type StepFigures, stoppedReport } from './machine-report.ts'
import { highlightsOf, reportText, tablesOf, timing } from './machine-table.ts'

const EMPTY: MachineReport = {
  version: 1,
  measuredAt: '2026-11-29T17:48:03.123Z',
  place: 'Chromium 156, Linux, 8 threads',
  seconds: 61.2,
  complete: true,
  adapter: null,
  peak: null,
  steps: [],
  kernels: null,
  imports: null,
  score: null,
  missing: [],
}

const STEP: StepFigures = {
  size: 'small',
  pixels: 32,
  width: 16,
  batch: 16,
  flops: 7.04e9,
  firstColdMs: 8120,
  tuningMs: 1900,
  firstWarmMs: 35,
  stock: { ms: 124, rounds: 9 },
  eager: { ms: 14.2, rounds: 9 },
  replay: { ms: 0.914, rounds: 9 },
  ratioEager: 124 / 14.2,
  ratioReplay: 124 / 0.914,
  gflops: 7700,
  peakFraction: 0.31,
  tuning: {
    measured: 40,
    milliseconds: 1900,
    share: 0.83,
    won: [{ convolution: 'forward, 28 x 8 x 8 x 64', usual: '8 x 8 sums', chosen: '4 x 8 sums', usualMs: 0.2, chosenMs: 0.1 }],
  },
}

const WHOLE: MachineReport = {
  ...EMPTY,
  adapter: {
    name: 'NVIDIA H200',
    vendor: 'nvidia',
    architecture: 'hopper',
    software: false,
    features: ['shader-f16', 'timestamp-query'],
    limits: { maxBufferSize: 2 ** 40, maxStorageBufferBindingSize: 2 ** 31, maxComputeInvocationsPerWorkgroup: 1024 },
  },
  peak: { gflops: 24_800, side: 4096, rounds: 5, gbps: 3900, copyRounds: 5 },
  steps: [STEP, { ...STEP, size: 'medium', width: 32, stock: null, ratioEager: null, ratioReplay: null }],
  kernels: {
    size: 'medium',
    totalMs: 1.2,
    timed: 100,
    different: 101,
    clock: 'timestamp-query',
    rounds: 3,
    slowest: [
      {
        kernel: 'Conv2DBackpropInput',
        shape: '56x8x8x64',
        calls: 2,
        ms: 0.21,
        flops: 5.3e8,
        bytes: 2e6,
        roofline: 0.41,
        bound: 'arithmetic',
      },
      { kernel: 'Mystery', shape: '8', calls: 1, ms: 0.11, flops: 0, bytes: 900, roofline: null, bound: null },
    ],
  },
  imports: { imagesPerSecond: 4321.4, rounds: 9, jpegs: 320, pngs: 80, pixels: 128 },
  score: { imagesPerSecond: 2100, rounds: 9, numbersMs: 300, numbersCount: 300, count: 1000, seconds: 3.8 },
  missing: [{ part: 'medium', what: 'TensorFlow.js alone', reason: 'A step would take about 18 s.' }],
}

const tableOf = (report: MachineReport, title: string) => tablesOf(report).find((table) => table.title.startsWith(title))

describe('the tables', () => {
  test('have a column for every size of networks, and a dash where nothing was timed', () => {
    const table = tableOf(WHOLE, 'One training step')
    expect(table?.head).toEqual(['', 'Small', 'Medium'])
    expect(table?.rows).toContainEqual(['TensorFlow.js alone', '124 ms', '–'])
    expect(table?.rows).toContainEqual(['Quarterturn, replayed', '0.914 ms', '0.914 ms'])
    expect(table?.rows).toContainEqual(['Times as fast as TensorFlow.js', '136', '–'])
    expect(table?.rows).toContainEqual(['Speed', '7.7 TFLOP/s', '7.7 TFLOP/s'])
  })

  test('name kernels by their usual names, and leave out a roofline that is not known', () => {
    expect(tableOf(WHOLE, 'Slowest kernels')?.rows).toEqual([
      ['Gradient of a convolution’s input, 56x8x8x64, 2 times', '0.21 ms', '530 MFLOP', '2 MB', '41 %, arithmetic'],
      ['Mystery, 8', '0.11 ms', '–', '900 bytes', '–'],
    ])
  })

  test('show what tuning gained', () => {
    expect(tableOf(WHOLE, 'Tuning, small')?.rows).toContainEqual(['Another variant than usual won', '1 of 40'])
    expect(tableOf(WHOLE, 'Tuning, small')?.rows).toContainEqual(['Their time after tuning', '83 % of what it was'])
    expect(tableOf(WHOLE, 'Tuning, small')?.rows.at(-1)).toEqual([
      'Forward, 28 x 8 x 8 x 64',
      '4 x 8 sums instead of 8 x 8 sums: 0.1 ms instead of 0.2 ms',
    ])
  })

  test('say once why several things are missing', () => {
    const missing = [
      ...WHOLE.missing,
      { part: 'large', what: 'Training step, large networks', reason: 'The time was up.' },
      { part: 'score', what: 'Scoring', reason: 'The time was up.' },
    ] as const
    expect(tableOf({ ...WHOLE, missing }, 'Not measured')?.rows).toEqual([
      ['TensorFlow.js alone (medium networks)', 'A step would take about 18 s.'],
      ['Training step, large networks; Scoring', 'The time was up.'],
    ])
  })

  test('of a report without an adapter have only the rows that exist', () => {
    const missing = [{ part: 'adapter', what: 'Graphics adapter', reason: 'This browser has no WebGPU.' }] as const
    expect(tablesOf({ ...EMPTY, imports: WHOLE.imports, missing }).map(({ title }) => title)).toEqual(['Images and scores', 'Not measured'])
  })
})

test('the figures that matter most are those of the largest networks', () => {
  expect(highlightsOf(WHOLE)).toEqual([
    { name: 'best matrix product', value: '24.8 TFLOP/s' },
    { name: 'speed of memory', value: '3.9 TB/s' },
    { name: 'a training step, medium networks', value: '0.914 ms' },
    { name: 'as fast as TensorFlow.js alone', value: '136 times' },
  ])
  expect(highlightsOf(EMPTY)).toEqual([])
})

describe('the text', () => {
  const lines = reportText(WHOLE).split('\n')

  test('says when, where and how long it was measured', () => {
    expect(lines.slice(0, 2)).toEqual([
      'Quarterturn: this machine, 2026-11-29 17:48 UTC',
      'Chromium 156, Linux, 8 threads. Measured in 1 min 1 s.',
    ])
    expect(reportText({ ...WHOLE, complete: false })).toContain('The first 1 min 1 s of measuring.')
  })

  test('is aligned: names to the left, figures to the right, and no line is ragged or too long', () => {
    expect(lines).toContain('  Name                     NVIDIA H200')
    const table = lines.slice(lines.indexOf('One training step') + 1)
    expect(
      new Set(
        table
          .slice(
            0,
            table.findIndex((line) => line.startsWith('  Medians')),
          )
          .map((line) => line.length),
      ).size,
    ).toBe(1)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100)
    expect(lines.every((line) => line === line.trimEnd())).toBe(true)
  })
})

test.each([
  [0.3512, '0.351 ms'],
  [612.4, '612 ms'],
  [1940, '1.94 s'],
  [125_000, '2 min 5 s'],
])('%d ms are %s', (ms, words) => {
  expect(timing(ms)).toBe(words)
})

test('a report that was ended from outside names every part that has no figures, once', () => {
  const { complete, missing } = stoppedReport(
    { ...WHOLE, score: null, missing: [{ part: 'large', what: 'x', reason: 'y' }] },
    'It was cancelled before that.',
  )
  expect(complete).toBe(false)
  expect(missing).toEqual([
    { part: 'large', what: 'x', reason: 'y' },
    { part: 'score', what: 'Scoring', reason: 'It was cancelled before that.' },
  ])
})
