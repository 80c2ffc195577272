// The history of a run as lines of JSON, one an event: what the command line writes to metrics.jsonl and the page keeps. A line that is cut short,
// or that another version wrote, is left out when the history is read.
import { type DeviceRecord, isBackendChoice } from './backends.ts'
import { isFieldName, isLive, type LiveConfig } from './config.ts'
import { parseConfig } from './parse-config.ts'
import { type Raw, readers } from './raw-values.ts'
import type { StepReport } from './report.ts'
import type { RecoveryReason, RunEvent, ScheduledChange } from './runs.ts'
import { type ClassScore, NUMBER_KEYS, type NumberKey, SCORE_NAMES, type ScoreReport, type Scores } from './scores.ts'

class UnknownLine extends Error {}
const { objectOf, listOf, textOf, numberOf, integer, nullOr, oneOf, fail } = readers(() => new UnknownLine())

/** Scripts rely on the keys of steps and scores. */
export function formatEvent(event: RunEvent): string {
  return JSON.stringify(lineOf(event))
}

/** An event as the object that its line holds. */
export function lineOf(event: RunEvent): Readonly<Record<string, unknown>> {
  switch (event.event) {
    case 'device':
      return { event: 'device', step: event.step, ...event.device }
    case 'step': {
      const { statistics, ...progress } = event.report
      return { event: 'step', ...progress, ...statistics }
    }
    case 'score': {
      const { step, network, ...scores } = event.report
      return { event: 'score', step, network, best: event.best, ...scores }
    }
    default:
      return { ...event }
  }
}

/** Null where it is no event that this version knows. */
export function parseEvent(line: string): RunEvent | null {
  try {
    return readEvent(objectOf(JSON.parse(line)))
  } catch (error) {
    if (error instanceof UnknownLine || error instanceof SyntaxError) return null
    throw error
  }
}

export function parseEvents(text: string): RunEvent[] {
  return text
    .split('\n')
    .map(parseEvent)
    .filter((event) => event !== null)
}

function readEvent(raw: Raw): RunEvent {
  const step = integer(raw.step, 0)
  switch (raw.event) {
    case 'device':
      return { event: 'device', step, device: readDevice(raw) ?? fail() }
    case 'step':
      return { event: 'step', step, report: readStep(raw) }
    case 'score':
      return { event: 'score', step, report: readScore(raw), best: raw.best === true }
    case 'paused':
      return { event: 'paused', step }
    case 'change':
      return { event: 'change', step, changes: readChanges(raw.changes) ?? fail() }
    case 'labelled':
      return {
        event: 'labelled',
        step,
        counts: listOf(raw.counts, (count) => integer(count, 0)),
        moved: nullOr(raw.moved, numberOf),
        accuracy: nullOr(raw.accuracy, numberOf),
      }
    case 'returned':
      return { event: 'returned', step, from: integer(raw.from, 0) }
    case 'recovered':
      return { event: 'recovered', step, from: integer(raw.from, 0), reason: oneOf(raw.reason, RECOVERY_REASONS) }
    default:
      return fail()
  }
}

const REASONS: Readonly<Record<RecoveryReason, true>> = {
  'not-finite': true,
  'device-lost': true,
  'out-of-memory': true,
  'worker-lost': true,
  'page-lost': true,
}
const RECOVERY_REASONS = Object.keys(REASONS) as readonly RecoveryReason[]

function readStep({ event: _, step, imagesSeen, stepsPerSecond, elapsedSeconds, ...statistics }: Raw): StepReport {
  return {
    step: integer(step, 0),
    imagesSeen: integer(imagesSeen, 0),
    stepsPerSecond: numberOf(stepsPerSecond),
    elapsedSeconds: numberOf(elapsedSeconds),
    statistics: Object.fromEntries(Object.entries(statistics).map(([name, value]) => [name, nullOr(value, numberOf)])),
  }
}

/** What older lines lack is null or empty. */
function readScore(raw: Raw): ScoreReport {
  const numbers = Object.fromEntries(NUMBER_KEYS.map((key) => [key, nullOr(raw[key] ?? null, numberOf)])) as Record<
    NumberKey,
    number | null
  >
  const counts = objectOf(raw.counts)
  const seconds = objectOf(raw.seconds ?? { features: 0, real: 0, numbers: 0 })
  return {
    ...numbers,
    memorisation: nullOr(raw.memorisation ?? null, (value) =>
      readNumbers(value, ['copiedShare', 'expectedShare', 'expectedDeviation', 'distanceRatio']),
    ),
    similarity: nullOr(raw.similarity ?? null, (value) => readNumbers(value, ['fake', 'real'])),
    perClass: nullOr(raw.perClass ?? null, (value) => listOf(value, readClass)),
    step: integer(raw.step, 0),
    network: textOf(raw.network),
    counts: readNumbers(counts, ['real', 'fake', 'training', 'heldOut']),
    fidFloorCount: numberOf(raw.fidFloorCount),
    missing: readMissing(objectOf(raw.missing)),
    seconds: readNumbers(seconds, ['features', 'real', 'numbers']),
    nearest: listOf(raw.nearest ?? [], (value) => readNumbers(value, ['seed', 'image', 'distance'])),
  }
}

function readClass(value: unknown): ClassScore {
  const raw = objectOf(value)
  return {
    name: textOf(raw.name),
    real: integer(raw.real, 0),
    fake: integer(raw.fake, 0),
    accuracy: nullOr(raw.accuracy, numberOf),
    kid: nullOr(raw.kid, numberOf),
    kidStderr: nullOr(raw.kidStderr, numberOf),
    diversity: nullOr(raw.diversity, numberOf),
  }
}

function readNumbers<K extends string>(value: unknown, keys: readonly K[]): Record<K, number> {
  const raw = objectOf(value)
  return Object.fromEntries(keys.map((key) => [key, numberOf(raw[key])])) as Record<K, number>
}

function readMissing(raw: Raw): Scores['missing'] {
  return Object.fromEntries(SCORE_NAMES.filter((name) => Object.hasOwn(raw, name)).map((name) => [name, textOf(raw[name])]))
}

/** Null where it is no device that this version knows. */
export function readDevice({ backend, name, threads }: Raw): DeviceRecord | null {
  if (typeof backend !== 'string' || !isBackendChoice(backend) || backend === 'auto') return null
  if (typeof name !== 'string' || !Number.isSafeInteger(threads)) return null
  return { backend, name, threads: threads as number }
}

/** Live settings from outside; null where one is none, or cannot have this value. */
export function readChanges(value: unknown): Partial<LiveConfig> | null {
  if (typeof value !== 'object' || value === null) return null
  const { config, problems } = parseConfig(value as Raw)
  const names = Object.keys(value)
  const isOther = (name: string) => !isFieldName(name) || !isLive(name)
  if (problems.length > 0 || names.some(isOther)) return null
  return Object.fromEntries(Object.entries(config).filter(([name]) => names.includes(name)))
}

/** What is part of a run now: without what came after a step to which it returned, or from which it recovered. */
export function survivingEvents(events: readonly RunEvent[]): RunEvent[] {
  let surviving: RunEvent[] = []
  for (const event of events) {
    if (event.event === 'returned' || event.event === 'recovered') surviving = surviving.filter(({ step }) => step <= event.step)
    surviving.push(event)
  }
  return surviving
}

/** The live settings that change, and after how many steps, so that a run which changes them makes the same steps again. */
export function scheduledChanges(events: readonly RunEvent[]): ScheduledChange[] {
  const changes = new Map<number, Partial<LiveConfig>>()
  for (const event of survivingEvents(events)) {
    if (event.event === 'change') changes.set(event.step, { ...changes.get(event.step), ...event.changes })
  }
  return [...changes].map(([step, changed]) => ({ step, changes: changed })).sort((one, other) => one.step - other.step)
}
