// The history of a run as lines, read again, read from broken and older files, and what survives when a run returns.
import { expect, test } from 'vitest'
import type { DEFAULTS } from './config.ts'
import { formatEvent, parseEvent, parseEvents, scheduledChanges, survivingEvents } from './run-log.ts'
import type { RunEvent } from './runs.ts'
import { NUMBER_KEYS, type NumberKey, type ScoreReport } from './scores.ts'

const stepEvent = (step: number): RunEvent => ({
  event: 'step',
  step,
  report: { step, imagesSeen: 64 * step, stepsPerSecond: 12.5, elapsedSeconds: step / 12.5, statistics: { lossD: 1.25, dReal: null } },
})

const numbers = Object.fromEntries(NUMBER_KEYS.map((key, i) => [key, i])) as Record<NumberKey, number | null>
const SCORES: ScoreReport = {
  ...numbers,
  fid: null,
  memorisation: { copiedShare: 0.1, expectedShare: 0.05, expectedDeviation: 0.01, distanceRatio: 1.1 },
  similarity: { fake: 0.5, real: 0.4 },
  perClass: [
    { name: 'cat', real: 40, fake: 30, accuracy: 0.75, kid: 1.5, kidStderr: 0.5, diversity: 0.875 },
    { name: 'owl', real: 2, fake: 0, accuracy: null, kid: null, kidStderr: null, diversity: null },
  ],
  step: 500,
  network: 'MobileNetV2',
  counts: { real: 100, fake: 100, training: 80, heldOut: 20 },
  fidFloorCount: 50,
  missing: { fid: 'Too few “images”.' },
  seconds: { features: 1, real: 0.5, numbers: 0.2 },
  nearest: [{ seed: 1, image: 7, distance: 0.25 }],
}

const EVENTS: readonly RunEvent[] = [
  { event: 'device', step: 0, device: { backend: 'wasm', name: 'processor', threads: 2 } },
  { event: 'change', step: 0, changes: { steps: 1000, alpha: 0.2 } },
  { event: 'labelled', step: 0, counts: [40, 24], moved: null, accuracy: null },
  stepEvent(10),
  { event: 'labelled', step: 400, counts: [39, 25], moved: 0.25, accuracy: 0.875 },
  { event: 'score', step: 500, report: SCORES, best: true },
  { event: 'paused', step: 510 },
  { event: 'returned', step: 500, from: 520 },
  { event: 'recovered', step: 500, from: 501, reason: 'not-finite' },
]

test('every kind of event is read as it was written', () => {
  const text = EVENTS.map((event) => `${formatEvent(event)}\n`).join('')
  expect(parseEvents(text)).toEqual(EVENTS)
})

test('steps and scores have the keys that scripts rely on', () => {
  expect(JSON.parse(formatEvent(stepEvent(10)))).toEqual({
    event: 'step',
    step: 10,
    imagesSeen: 640,
    stepsPerSecond: 12.5,
    elapsedSeconds: 0.8,
    lossD: 1.25,
    dReal: null,
  })
  const score = JSON.parse(formatEvent({ event: 'score', step: 500, report: SCORES, best: false }))
  expect(Object.keys(score).slice(0, 4)).toEqual(['event', 'step', 'network', 'best'])
  expect(score).toMatchObject({ kid: SCORES.kid, fid: null, best: false, counts: SCORES.counts })
})

test('a score from before the page kept any lacks what only pages show, and one from before classes says nothing of them', () => {
  const {
    seconds: _,
    nearest: __,
    similarity: ___,
    perClass: ____,
    classAccuracy: _____,
    ...older
  } = JSON.parse(formatEvent({ event: 'score', step: 500, report: SCORES, best: true }))
  expect(parseEvent(JSON.stringify(older))).toMatchObject({
    best: true,
    report: {
      kid: SCORES.kid,
      similarity: null,
      classAccuracy: null,
      perClass: null,
      nearest: [],
      seconds: { features: 0, real: 0, numbers: 0 },
    },
  })
})

test('lines that are cut short, unknown or hostile are left out, the others stay', () => {
  const line = formatEvent(stepEvent(10))
  for (let length = 0; length < line.length; length++) expect(parseEvent(line.slice(0, length))).toBeNull()
  const hostile = [
    'null',
    '[]',
    '3',
    '{}',
    '{"event":"flight","step":3}',
    '{"event":"step","step":-1}',
    '{"event":"step","step":1,"imagesSeen":1,"stepsPerSecond":"fast","elapsedSeconds":1}',
    '{"event":"step","step":1,"imagesSeen":1,"stepsPerSecond":1,"elapsedSeconds":1,"lossD":{"a":1}}',
    '{"event":"device","step":1,"backend":"auto","name":"x","threads":1}',
    '{"event":"change","step":1,"changes":{"seed":3}}',
    '{"event":"change","step":1,"changes":{"alpha":-5}}',
    '{"event":"recovered","step":1,"from":2,"reason":"toString"}',
    '{"event":"score","step":1,"network":"n"}',
    '{"event":"labelled","step":1,"moved":null,"accuracy":null}',
    '{"event":"labelled","step":1,"counts":[3,-1],"moved":null,"accuracy":null}',
    '{"event":"labelled","step":1,"counts":[0.5],"moved":null,"accuracy":null}',
    '{"event":"labelled","step":1,"counts":{"length":2},"moved":null,"accuracy":null}',
    '{"event":"labelled","step":1,"counts":[3],"moved":"all","accuracy":null}',
    '{"event":"labelled","step":1,"counts":[3],"moved":null,"accuracy":[1]}',
  ]
  const scoreWith = (perClass: unknown) =>
    JSON.stringify({ ...JSON.parse(formatEvent({ event: 'score', step: 500, report: SCORES, best: true })), perClass })
  const [cat] = SCORES.perClass ?? []
  const classes = [
    {},
    'cat',
    [cat, null],
    [{ ...cat, name: 7 }],
    [{ ...cat, real: -1 }],
    [{ ...cat, fake: 0.5 }],
    [{ ...cat, diversity: '0' }],
    [{ name: 'cat' }],
  ]
  hostile.push(...classes.map(scoreWith))
  expect(parseEvent(scoreWith([cat]))).not.toBeNull()
  for (const text of hostile) expect(parseEvent(text), text).toBeNull()
  expect(parseEvents([line, ...hostile, '', line.slice(3), line].join('\n'))).toEqual([stepEvent(10), stepEvent(10)])
})

test('what came after a step to which the run returned, or from which it recovered, is no longer part of it', () => {
  const events: RunEvent[] = [
    stepEvent(10),
    stepEvent(20),
    stepEvent(30),
    { event: 'returned', step: 20, from: 35 },
    stepEvent(30),
    stepEvent(40),
    { event: 'recovered', step: 10, from: 45, reason: 'not-finite' },
    stepEvent(20),
  ]
  expect(survivingEvents(events).map(({ event, step }) => `${event} ${step}`)).toEqual(['step 10', 'recovered 10', 'step 20'])
  expect(survivingEvents(events.slice(0, 6)).map(({ event, step }) => `${event} ${step}`)).toEqual([
    'step 10',
    'step 20',
    'returned 20',
    'step 30',
    'step 40',
  ])
})

test('the changes that make the same steps again are those that survive, the later of two at the same step', () => {
  const change = (step: number, changes: Partial<typeof DEFAULTS>): RunEvent => ({ event: 'change', step, changes })
  const events: RunEvent[] = [
    change(0, { alpha: 0.2, beta: 1 }),
    change(100, { alpha: 0.3 }),
    change(300, { alpha: 1 }),
    { event: 'returned', step: 200, from: 400 },
    change(200, { beta: 0.5 }),
    change(200, { beta: 0.75 }),
    change(250, { alpha: 0.1 }),
  ]
  expect(scheduledChanges(events)).toEqual([
    { step: 0, changes: { alpha: 0.2, beta: 1 } },
    { step: 100, changes: { alpha: 0.3 } },
    { step: 200, changes: { beta: 0.75 } },
    { step: 250, changes: { alpha: 0.1 } },
  ])
})
