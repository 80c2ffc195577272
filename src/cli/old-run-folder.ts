// Folders of runs from before they were kept as src/store keeps them: checkpoint.safetensors, best.safetensors, metrics.jsonl and sample walls as
// PNG files. Such a folder opens as a kept run; some of its walls become snapshots of pictures.
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { type Checkpoint, encodeCheckpoint, readCheckpoint } from '../gan/checkpoint.ts'
import { CheckpointError } from '../gan/errors.ts'
import { WALL_SEEDS } from '../gan/run.ts'
import { preparationOf } from '../spec/config.ts'
import { BUILTIN_SETS, isBuiltinName } from '../spec/datasets.ts'
import { NAMELESS_ID } from '../spec/picture-code.ts'
import { SHEET_GAP, sheetSize } from '../spec/picture-sheet.ts'
import type { SampleGrid } from '../spec/report.ts'
import { parseEvents } from '../spec/run-log.ts'
import type { RunEvent, RunImages } from '../spec/runs.ts'
import { type RunFacts, runInMemory, type SnapshotBytes } from '../store/memory-run.ts'
import type { StoredRun } from '../store/stored-run.ts'
import { decodeInNode } from './decode.ts'
import { BUILTIN } from './files.ts'
import { openNamedRun } from './named-run.ts'
import { isFile } from './paths.ts'
import { OLD_BEST, OLD_CHECKPOINT, SAMPLE_FILE, SAMPLES } from './run-folder.ts'

const METRICS = 'metrics.jsonl'
const WALL_COLUMNS = 8
/** Walls that become snapshots: as many as one looks through. */
const MAX_WALLS = 16

interface State {
  readonly checkpoint: Checkpoint
  readonly savedAt: number
}

/** Any run that a command line names, as a kept run. @throws FileError, or CheckpointError or StoredRunError naming the file */
export async function openStoredRun(path: string): Promise<StoredRun> {
  return (await openNamedRun(path)).stored ?? openOldRun(path)
}

/** @throws CheckpointError naming the file */
async function openOldRun(path: string): Promise<StoredRun> {
  if (await isFile(path)) {
    const state = await readState(path)
    return runInMemory(factsOf(path, state), [snapshotOf(state, state.checkpoint.pictures.wall, [])], [])
  }
  const last = await readState(join(path, OLD_CHECKPOINT))
  const events = await olderEvents(path, last.checkpoint.step)
  const best = (await isFile(join(path, OLD_BEST))) ? await readState(join(path, OLD_BEST)) : null
  const states = best && best.checkpoint.step < last.checkpoint.step ? [best, last] : [last]
  const steps = await wallSteps(path)
  const wallAt = async (step: number) => (steps.includes(step) ? readWall(path, step, last.checkpoint.config.size) : null)
  const snapshots = states.map(async (state) => snapshotOf(state, await wallAt(state.checkpoint.step), events))
  const others = steps.filter((step) => step < last.checkpoint.step && states.every(({ checkpoint }) => checkpoint.step !== step))
  const walls = spacedByFactors(others, MAX_WALLS).map(async (step) => picturesAt(step, await wallAt(step), last))
  const inOrder = (await Promise.all([...snapshots, ...walls])).sort((one, other) => one.step - other.step)
  return runInMemory(factsOf(path, last), inOrder, events)
}

async function readState(file: string): Promise<State> {
  try {
    return { checkpoint: readCheckpoint(await readFile(file)), savedAt: Math.floor((await stat(file)).mtimeMs) }
  } catch (error) {
    throw error instanceof CheckpointError ? new CheckpointError(`${file}: ${error.message}`) : error
  }
}

function snapshotOf({ checkpoint, savedAt }: State, wall: SampleGrid | null, events: readonly RunEvent[]): SnapshotBytes {
  const { step, content, pictures } = checkpoint
  const bytes = encodeCheckpoint({ ...checkpoint, pictures: { ...pictures, wall } })
  const score = events.findLast((event) => event.event === 'score' && event.best)
  const isBest = score?.event === 'score' && score.step === step && score.report.kid !== null
  return { step, savedAt, content, bytes, ...(isBest && { best: { kid: score.report.kid as number, network: score.report.network } }) }
}

function picturesAt(step: number, wall: SampleGrid | null, { checkpoint, savedAt }: State): SnapshotBytes {
  const pictures = { step, wall, panel: null }
  return {
    step,
    savedAt,
    content: 'pictures',
    bytes: encodeCheckpoint({ ...checkpoint, step, content: 'pictures', tensors: {}, pictures }),
  }
}

/** What was logged up to a step. Steps that were made again after a crash are logged twice: the later line counts. */
export async function olderEvents(path: string, last: number): Promise<RunEvent[]> {
  const text = await readFile(join(path, METRICS), 'utf8').catch(() => '')
  const kept = new Map<string, RunEvent>()
  for (const event of parseEvents(text)) if (event.step <= last) kept.set(`${event.event} ${event.step}`, event)
  return [...kept.values()]
}

async function wallSteps(path: string): Promise<number[]> {
  const names = await readdir(join(path, SAMPLES)).catch(() => [])
  return names.flatMap((name) => SAMPLE_FILE.exec(name)?.[1] ?? []).map(Number)
}

/** At most `count` of these, each about the same factor after the one before, with the first and the last. */
export function spacedByFactors(steps: readonly number[], count: number): number[] {
  const [first = 0, last = 0] = [Math.min(...steps), Math.max(...steps)]
  const distance = (one: number, other: number) => Math.abs(Math.log(Math.max(1, one) / other))
  const targets = Array.from({ length: count }, (_, i) => Math.max(1, first) * (last / Math.max(1, first)) ** (i / (count - 1)))
  const nearest = targets.map((target) => steps.toSorted((one, other) => distance(one, target) - distance(other, target))[0])
  return [...new Set(nearest)].filter((step) => step !== undefined)
}

/** Null where the picture is not the wall of such a run. */
async function readWall(path: string, step: number, size: number): Promise<SampleGrid | null> {
  const file = join(path, SAMPLES, `step-${String(step).padStart(6, '0')}.png`)
  const sheet = await decodeInNode(await readFile(file), 'png').catch(() => null)
  const count = WALL_SEEDS.length
  const expected = sheetSize({ count, size }, { columns: WALL_COLUMNS, factor: 1 })
  if (sheet?.width !== expected.width || sheet.height !== expected.height) return null
  const pixels = new Uint8ClampedArray(count * size * size * 4)
  const pitch = size + SHEET_GAP
  for (let row = 0; row < count * size; row++) {
    const cell = Math.floor(row / size)
    const y = Math.floor(cell / WALL_COLUMNS) * pitch + (row % size)
    const from = 4 * (y * sheet.width + (cell % WALL_COLUMNS) * pitch)
    pixels.set(sheet.pixels.subarray(from, from + 4 * size), 4 * size * row)
  }
  return { step, seeds: WALL_SEEDS, pictures: { count, size, pixels } }
}

function factsOf(path: string, { checkpoint, savedAt }: State): RunFacts {
  const { config, elapsedSeconds, device } = checkpoint
  const images = imagesOf(checkpoint)
  const letters = basename(resolve(path)).match(/[A-Za-z0-9]+/g) ?? []
  return {
    id: checkpoint.run ?? `${NAMELESS_ID}${letters.join('-')}`.slice(0, 60),
    name: images.label,
    createdAt: savedAt - Math.round(1000 * elapsedSeconds),
    images,
    config,
    elapsedSeconds,
    device,
    origin: null,
    scheduled: [],
  }
}

function imagesOf({ data, config, channels, images }: Checkpoint): RunImages {
  const name = data.startsWith(BUILTIN) ? data.slice(BUILTIN.length) : data
  const about = { preparation: preparationOf(config), channels, leftOut: [], identity: images }
  if (isBuiltinName(name)) return { source: { kind: 'builtin', name }, label: BUILTIN_SETS[name].label, ...about }
  return { source: { kind: 'own', name: data }, label: basename(data), ...about }
}
