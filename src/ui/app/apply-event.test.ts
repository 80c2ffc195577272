// The reducer of trainer events: what each event changes in the state, and which events are dropped.
import { expect, test } from 'vitest'
import type { TrainerEvent } from '../../protocol.ts'
import type { DeviceInfo } from '../../spec/backends.ts'
import { DEFAULT_PREPARATION } from '../../spec/config.ts'
import type { Finding } from '../../spec/files.ts'
import type { Pictures } from '../../spec/image-block.ts'
import type { DatasetSummary } from '../../spec/image-set.ts'
import type { StepReport } from '../../spec/report.ts'
import type { ScoreReport } from '../../spec/scores.ts'
import { forgetRun, withResult } from '../features/analyses-slice.ts'
import { applyEvent } from './apply-event.ts'
import { initialState, type State } from './store.ts'

const pictures: Pictures = { count: 0, size: 16, pixels: new Uint8ClampedArray(0) }
const failure = { reason: 'not-finite', message: 'It ran away.', advice: 'Slow down.' } as const
const device: DeviceInfo = { backend: 'webgpu', name: 'Test', software: false, threads: 1, notice: null }
const source = { kind: 'builtin', name: 'shapes' } as const
const findings: Finding[] = [{ path: 'a.txt', kind: 'unknown', sentence: 'Not a picture.', image: null }]
const summary: DatasetSummary = {
  name: 'builtin:shapes',
  label: 'Shapes',
  count: 9,
  prepared: 10,
  leftOutByHand: 1,
  size: 32,
  channels: 3,
  preview: pictures,
  labels: null,
  findingCounts: { unknown: 1 },
  findings,
  warnings: [],
}
const report = { step: 7, imagesSeen: 224, statistics: { lossD: 1 } } as unknown as StepReport

const during: State = {
  ...initialState,
  run: { ...initialState.run, number: 3, state: 'running' },
  data: {
    ...initialState.data,
    lastId: 5,
    wanted: source,
    opening: { id: 5, source, preparation: DEFAULT_PREPARATION, progress: null, share: 0, left: null },
  },
}

test('every event of the current run and import is stored where the page shows it', () => {
  const after = (event: TrainerEvent) => applyEvent(during, event)
  expect(after({ type: 'device', device }).run.device).toBe(device)
  expect(after({ type: 'state', run: 3, state: 'paused' }).run.state).toBe('paused')
  const preparing = after({ type: 'preparing', run: 3, done: 4, total: 80 })
  expect(preparing.run.preparation).toEqual({ done: 4, total: 80 })
  expect(applyEvent(preparing, { type: 'state', run: 3, state: 'running' }).run.preparation).toBeNull()
  expect(after({ type: 'step', run: 3, report }).run.report).toBe(report)
  const grid = { step: 7, seeds: [1], pictures }
  expect(after({ type: 'samples', run: 3, grid }).samples.grid).toBe(grid)
  const panel = { step: 7, pictures, probabilities: [] }
  expect(after({ type: 'rotations', run: 3, panel }).samples.panel).toBe(panel)
  const interpolation = { step: 7, a: 1, b: 2, points: [], pictures }
  expect(after({ type: 'interpolation', run: 3, request: 1, interpolation }).samples.interpolation).toBe(interpolation)
  const failed = after({ type: 'failed', run: 3, failure })
  expect([failed.run.state, failed.run.failure]).toEqual(['failed', failure])
  const progress = { done: 2, total: 9, rejected: 0, examined: null }
  expect(after({ type: 'import', id: 5, progress, share: 0.1, left: null }).data.opening?.progress).toBe(progress)
  const opened = after({ type: 'dataset', id: 5, summary, leftOut: [3], preparation: DEFAULT_PREPARATION, warningsPending: false }).data
  expect([opened.opening, opened.opened?.summary, opened.findings]).toEqual([null, summary, findings])
  expect([...(opened.opened?.leftOut ?? [])]).toEqual([3])
})

const score = (step: number) => ({ step, network: 'MobileNetV2', kid: 1 / step }) as ScoreReport

test('scores are ordered by step, one per step, and a return to a step drops the later ones', () => {
  const events: TrainerEvent[] = [40, 20, 60, 40].map((step) => ({ type: 'score', run: 3, report: score(step), best: 60 }))
  const { scores } = events.reduce(applyEvent, {
    ...during,
    scores: { ...during.scores, underWay: { phase: 'numbers', share: 0.5, left: null, waits: null } },
  })
  expect([scores.reports.map(({ step }) => step), scores.best, scores.underWay]).toEqual([[20, 40, 60], 60, null])
  const back = applyEvent({ ...during, scores }, { type: 'returned', run: 3, step: 40 })
  expect([back.scores.reports.map(({ step }) => step), back.scores.returned]).toEqual([[20, 40], { step: 40 }])
  const failed = applyEvent({ ...during, scores }, { type: 'score-failed', run: 3, sentence: 'Too few images.' })
  expect([failed.scores.problem, failed.scores.reports.length]).toEqual(['Too few images.', 3])
})

test('another feature network drops the earlier scores; one that cannot be opened only reports why', () => {
  const scored = applyEvent(during, { type: 'score', run: 3, report: score(40), best: 40 })
  const refused = applyEvent(scored, { type: 'network-failed', sentence: 'No model.' })
  expect([refused.scores.reports.length, refused.scores.networkProblem]).toEqual([1, 'No model.'])
  const same = applyEvent(refused, { type: 'network', name: 'MobileNetV2' })
  expect([same.scores.reports.length, same.scores.networkProblem]).toEqual([1, null])
  const { scores } = applyEvent(scored, { type: 'network', name: 'Inception' })
  expect([scores.reports, scores.best, scores.network]).toEqual([[], null, 'Inception'])
})

test('a score keeps the set and samples that its image numbers and seeds refer to', () => {
  const grid = { step: 7, seeds: [1], pictures }
  const opened = { id: 4, source, preparation: DEFAULT_PREPARATION, summary, leftOut: new Set<number>(), warningsPending: false }
  const before = { ...during, samples: { ...during.samples, grid }, data: { ...during.data, opened } }
  const scored = applyEvent(before, { type: 'score', run: 3, report: score(8), best: 8 })
  const drawnAgain = applyEvent(scored, { type: 'samples', run: 3, grid: { ...grid, step: 9 } })
  expect(drawnAgain.scores.shown).toEqual({ set: 4, grid })
})

const probe = { kind: 'probe', classes: ['a', 'b'], learnt: 8, tested: 2, folds: 1, chance: 0.5, rows: [], leftOut: [] } as const
const analysing: State = {
  ...during,
  analyses: {
    ...during.analyses,
    lastId: 2,
    underWay: { id: 2, analysis: { kind: 'probe', labelled: null }, share: 0, words: '', left: null },
  },
}

test('the result of an analysis is stored with its request; results of earlier ones are ignored', () => {
  expect(applyEvent(analysing, { type: 'analysis', id: 1, step: 5, deviceSeconds: 2, result: probe })).toBe(analysing)
  const { analyses } = applyEvent(analysing, { type: 'analysis', id: 2, step: 5, deviceSeconds: 2, result: probe })
  expect([analyses.underWay, analyses.results.probe?.result, analyses.probes.map(({ step }) => step)]).toEqual([null, probe, [5]])
  const failed = applyEvent(analysing, { type: 'analysis-failed', id: 2, sentence: 'No labels.' })
  expect(failed.analyses.problem).toEqual({ kind: 'probe', sentence: 'No labels.' })
  expect(applyEvent(analysing, { type: 'analysis-failed', id: 2, sentence: null }).analyses.problem).toBeNull()
})

test('results about images are dropped with them, but stay when some images are left out', () => {
  const found = applyEvent(analysing, { type: 'analysis', id: 2, step: 5, deviceSeconds: 2, result: probe })
  const dataset = { type: 'dataset', id: 5, summary, leftOut: [1], preparation: DEFAULT_PREPARATION, warningsPending: false } as const
  const others = applyEvent(found, dataset)
  expect(others.analyses.results).toEqual({})
  const again = applyEvent({ ...others, analyses: found.analyses }, dataset)
  expect(again.analyses.results.probe).toBeDefined()
})

const clusters = { kind: 'clusters', images: [0, 1], assignment: [0, 1], k: 2, typical: [[0], [1]], silhouettes: [] } as const
const turns = { kind: 'rotations', matrix: [], images: 2, heldOut: true, accuracy: 1, mistakes: [], pictures } as const
const ofNetwork = { kind: 'clusters', source: { kind: 'network', name: 'mobilenet-v2' }, k: 2 } as const

test('a return to a step drops results of later networks, except clusters, which may have names', () => {
  const found = [20, 60].reduce(
    (analyses, step) => withResult(analyses, { kind: 'probe', labelled: null }, { step, deviceSeconds: 1, result: probe }),
    during.analyses,
  )
  const analyses = withResult(found, ofNetwork, { step: 60, deviceSeconds: 1, result: clusters })
  const back = applyEvent({ ...during, analyses }, { type: 'returned', run: 3, step: 20 }).analyses
  expect([back.results.probe, back.probes.map(({ step }) => step)]).toEqual([undefined, [20]])
  expect(back.results.clusters).toEqual({ analysis: ofNetwork, step: 60, gone: true, result: clusters })
})

test('results without a run outlive a run', () => {
  const { results } = forgetRun(
    withResult(
      withResult(during.analyses, ofNetwork, { step: null, deviceSeconds: 1, result: clusters }),
      { kind: 'rotations' },
      { step: 5, deviceSeconds: 1, result: turns },
    ),
    true,
  )
  expect([results.clusters?.gone, results.clusters?.result === clusters, results.rotations]).toEqual([false, true, undefined])
  expect([forgetRun(analysing.analyses, true).underWay, forgetRun(analysing.analyses, false).underWay?.id]).toEqual([null, 2])
})

test('a slow device says why in a notice', () => {
  const slow = applyEvent(during, { type: 'device', device: { ...device, notice: 'No WebGPU here.' } })
  expect(slow.notices).toMatchObject([{ id: 'device', lines: ['No WebGPU here.'] }])
  const wasm = { ...device, backend: 'wasm', software: true, threads: 2, notice: 'No GPU here.' } as const
  const calm = applyEvent(slow, { type: 'device', device: wasm })
  expect(calm.notices).toMatchObject([{ kind: 'info', title: 'The processor trains here.' }])
  expect(applyEvent(calm, { type: 'device', device }).notices).toEqual([]) // another one was chosen
})

test('what training waits for is stored, and cleared with the run', () => {
  const waiting = applyEvent(during, { type: 'waiting', run: 3, for: 'score' })
  expect(waiting.run.waitsFor).toBe('score')
  expect(applyEvent(waiting, { type: 'waiting', run: 3, for: null }).run.waitsFor).toBeNull()
  expect(applyEvent(waiting, { type: 'failed', run: 3, failure }).run.waitsFor).toBeNull()
  expect(applyEvent(during, { type: 'waiting', run: 2, for: 'score' })).toBe(during)
})

test('of a run that is ending only its end is applied, and the next run goes on', () => {
  const ending = { ...during, run: { ...during.run, state: 'preparing' as const, ending: 2 } }
  expect(applyEvent(ending, { type: 'state', run: 2, state: 'running' })).toBe(ending)
  expect(applyEvent(ending, { type: 'state', run: 2, state: 'idle' }).run).toEqual({ ...ending.run, ending: null })
  expect(applyEvent(ending, { type: 'state', run: 1, state: 'idle' })).toBe(ending)
})

test('events of a replaced run are ignored', () => {
  const stale: TrainerEvent[] = [
    { type: 'state', run: 2, state: 'idle' },
    { type: 'preparing', run: 2, done: 1, total: 2 },
    { type: 'step', run: 2, report },
    { type: 'samples', run: 2, grid: { step: 7, seeds: [1], pictures } },
    { type: 'rotations', run: 2, panel: { step: 7, pictures, probabilities: [] } },
    { type: 'interpolation', run: 2, request: 1, interpolation: { step: 7, a: 1, b: 2, points: [], pictures } },
    { type: 'failed', run: 2, failure },
  ]
  for (const event of stale) expect(applyEvent(during, event)).toBe(during)
})

test('events of a replaced import are ignored', () => {
  const stale: TrainerEvent[] = [
    { type: 'import', id: 4, progress: { done: 1, total: 2, rejected: 0, examined: null }, share: 0.5, left: null },
    { type: 'dataset', id: 4, summary, leftOut: [], preparation: DEFAULT_PREPARATION, warningsPending: false },
    { type: 'dataset-failed', id: 4, failure, findings },
  ]
  for (const event of stale) expect(applyEvent(during, event)).toBe(during)
})

test('a failure of the Worker itself counts for any run', () => {
  expect(applyEvent(during, { type: 'failed', run: null, failure }).run.failure).toBe(failure)
})

test('a failed import keeps the open set and its size', () => {
  const small = {
    id: 4,
    source: { kind: 'builtin', name: 'discs' },
    preparation: { ...DEFAULT_PREPARATION, size: 16 },
    summary,
    leftOut: new Set<number>(),
    warningsPending: false,
  } as const
  const before = { ...during, data: { ...during.data, opened: small } }
  const { data, settings } = applyEvent(before, { type: 'dataset-failed', id: 5, failure, findings })
  expect(data).toMatchObject({ opened: small, opening: null, wanted: small.source, findings, failure })
  expect(settings.config.size).toBe(16)
})

test('new warnings replace older ones, also during another import', () => {
  const pending = { id: 4, source, preparation: DEFAULT_PREPARATION, summary, leftOut: new Set([1]), warningsPending: true }
  const before = { ...during, data: { ...during.data, opened: pending } }
  const warnings = [{ kind: 'few', title: 'Few', evidence: '', pictures: null, remedy: null }] as const
  const { opened, opening } = applyEvent(before, { type: 'warnings', id: 4, warnings }).data
  expect([opened?.summary.warnings, opened?.warningsPending, opening]).toEqual([warnings, false, during.data.opening])
  expect(applyEvent(before, { type: 'warnings', id: 3, warnings })).toBe(before)
})

test('the settings follow the preparation of a kept set', () => {
  const preparation = { ...DEFAULT_PREPARATION, size: 64, trimBars: !DEFAULT_PREPARATION.trimBars } as const
  const { data, settings } = applyEvent(during, { type: 'dataset', id: 5, summary, leftOut: [], preparation, warningsPending: false })
  expect(data.opened?.preparation).toEqual(preparation)
  expect(settings.config).toEqual({ ...during.settings.config, ...preparation })
})

test('a kept set prepared with other settings than requested says so, also when a link requested them', () => {
  const kept = { kind: 'kept', name: 'moths', key: 'm' } as const
  const { opening } = during.data
  const asking = { ...during, data: { ...during.data, opening: opening && { ...opening, source: kept } } }
  const opened = (size: 16 | 32, state: State = asking) => {
    const preparation = { ...DEFAULT_PREPARATION, size }
    return applyEvent(state, { type: 'dataset', id: 5, summary, leftOut: [], preparation, warningsPending: false }).notices
  }
  expect(opened(16)).toMatchObject([
    {
      title: '“moths” was prepared at 16 px, not at 32 px. The settings follow it.',
      lines: ['Choose its folder again to prepare it at 32 px.'],
    },
  ])
  expect(opened(32)).toEqual([])
  expect(opened(16, during)).toEqual([]) // any other set is prepared as asked
})
