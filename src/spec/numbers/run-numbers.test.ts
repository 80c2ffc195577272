// The numbers of a run: from its history they are those that the page has collected while it trained.
import { expect, test } from 'vitest'
import type { DeviceRecord } from '../backends.ts'
import { DEFAULTS } from '../config.ts'
import { survivingEvents } from '../run-log.ts'
import type { RunEvent } from '../runs.ts'
import type { ScoreReport } from '../scores.ts'
import { makeHistory } from './history.ts'
import { markerOf } from './markers.ts'
import { NUMBER_FILES } from './number-files.ts'
import { numbersOf, type RunNumbers, scoresOf } from './run-numbers.ts'

const gpu: DeviceRecord = { backend: 'webgpu', name: 'Apple M2', threads: 1 }
const step = (number: number, lossD: number): RunEvent => ({
  event: 'step',
  step: number,
  report: { step: number, imagesSeen: 0, stepsPerSecond: 1, elapsedSeconds: 1, statistics: { lossD } },
})
const score = (number: number, network: string, best: boolean): RunEvent => {
  const counts = { real: 9, fake: 9, training: 9, heldOut: 9 }
  return { event: 'score', step: number, best, report: { step: number, network, kid: number / 7, counts } as ScoreReport }
}

const EVENTS: readonly RunEvent[] = [
  { event: 'device', step: 0, device: gpu },
  { event: 'change', step: 0, changes: { learningRateD: 0.125 } },
  step(10, 0.1),
  step(20, 7),
  { event: 'change', step: 20, changes: { learningRateD: 0.25 } },
  { event: 'returned', step: 10, from: 20 },
  step(20, -1 / 3),
  score(20, 'mine', true),
  { event: 'device', step: 20, device: { ...gpu, name: 'Other' } },
  { event: 'paused', step: 20 },
]

/** What happens to the history of the page, event by event. */
function collected(events: readonly RunEvent[]): RunNumbers {
  const history = makeHistory()
  for (const event of events) {
    if (event.event === 'returned') history.cutAfter(event.step)
    if (event.event === 'step') history.push(event.report)
    const marker = markerOf(event, event.event === 'device' && event.step > 0 ? gpu : null)
    if (marker) history.mark(marker)
  }
  return { history, scores: scoresOf(events).reports, best: 20, images: 'Moths', config: { ...DEFAULTS, learningRateD: 0.125 } }
}

test('CSV, JSON and SVG of the history are those of the page that trained, also after a return', async () => {
  const run = { images: 'Moths', config: { ...DEFAULTS, learningRateD: 0.25 } }
  const read = numbersOf(survivingEvents(EVENTS), run)
  const page = collected(EVENTS)
  for (const { label, load } of Object.values(NUMBER_FILES)) {
    const write = await load()
    expect(write(read), label).toBe(write(page))
  }
  expect((await NUMBER_FILES.csv.load())(read)).toMatch(/\r\n20,-0.33333334,mine,.*,"on Other, WebGPU; paused",/)
  expect(read.history.markers).toHaveLength(3)
})

test('scores are those of the network that scored last, one for each step, in order', () => {
  const events = [score(10, 'other', true), score(30, 'mine', true), score(20, 'mine', false), score(30, 'mine', false)]
  const { reports, best } = scoresOf(events)
  expect([reports.map((report) => [report.step, report.network]), best]).toEqual([
    [
      [20, 'mine'],
      [30, 'mine'],
    ],
    30,
  ])
  expect(scoresOf([])).toEqual({ reports: [], best: null })
})
