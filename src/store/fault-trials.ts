// For tests and the bench: everything that writes a kept run, on a disk that fails at each of its operations in turn, in every way it can. What is
// found afterwards must be the run as it was before or as it should be after, whole; and saving must go on.

import { RandomStream } from '../spec/rng.ts'
import { formatEvent } from '../spec/run-log.ts'
import { FolderError, StoredRunError } from './errors.ts'
import { FAULTS, type Fault, FaultyDisk } from './faulty-disk.ts'
import type { Folder } from './folder.ts'
import { readHeads } from './head-pair.ts'
import { MemoryFolder } from './memory-folder.ts'
import { copyRun } from './run-copy.ts'
import { filesOf, isNamedByHeads, isRubbish, openRun, RUN_HEAD, removeRubbish } from './run-files.ts'
import { readRecord } from './run-record.ts'
import { contentsOf, NEW_RUN, stateAt, stepEvent, writerDependencies } from './run-test-support.ts'
import { createRun, openWriter, type WriterDependencies } from './run-writer.ts'
import type { RunWriter, StoredRun } from './stored-run.ts'

/** What a trial works on. */
interface World {
  /** The folder with all runs. */
  readonly runs: Folder
  /** That of the run. */
  readonly folder: Folder
  readonly deps: WriterDependencies
  /** Opened before anything fails; null where opening is what is tried. */
  readonly writer: RunWriter | null
}

interface Scenario {
  readonly limits?: Partial<WriterDependencies['limits']>
  /** The steps that are saved before. */
  readonly saved: readonly number[]
  /** What is done before, besides; nobody has the run open then. */
  prepare?(world: World): Promise<void>
  act(world: World): Promise<unknown>
}

type Act = (writer: RunWriter) => Promise<void>

/** Of the program that has been writing the run. */
function ofWriter(saved: readonly number[], act: Act, limits: Scenario['limits'] = {}): Scenario {
  return { saved, limits, act: ({ writer }) => act(writer as RunWriter) }
}

/** Every save is logged by a report. */
async function save(writer: RunWriter, step: number, best?: { kid: number; network: string }): Promise<void> {
  writer.log(stepEvent(step))
  await writer.save(stateAt(step, best && { best }))
}

async function returnAndSave(writer: RunWriter): Promise<void> {
  writer.log({ event: 'returned', step: 10, from: 30 })
  await save(writer, 15)
}

async function keepHistory(writer: RunWriter): Promise<void> {
  writer.log(stepEvent(30))
  await writer.keepHistory()
}

async function saveAndRewrite(writer: RunWriter): Promise<void> {
  const { file } = writer.record.history
  await save(writer, 60)
  if (writer.record.history.file === file) throw new Error('the history was not rewritten')
}

async function runFromElsewhere(): Promise<StoredRun> {
  const writer = createRun(new MemoryFolder(), NEW_RUN, writerDependencies())
  for (const step of [10, 20]) await save(writer, step)
  return writer
}

const STRAY = 'snapshot-00000099-99.safetensors'

const SCENARIOS = {
  'first save': ofWriter([], (writer) => save(writer, 10)),
  'second save': ofWriter([10], (writer) => save(writer, 20)),
  'later save': ofWriter([10, 20, 30], (writer) => save(writer, 40)),
  'save of the best': ofWriter([10, 20, 30], (writer) => save(writer, 40, { kid: 1, network: 'net' })),
  'save that drops a snapshot': ofWriter([10, 20, 30, 40], (writer) => save(writer, 50), { snapshots: { bytes: 1e6, count: 3 } }),
  'save that rewrites the history': ofWriter([10, 20, 30, 40, 50], saveAndRewrite, { historyBytes: 1000 }),
  'save after a return': ofWriter([10, 20, 30], returnAndSave),
  'keeping the history alone': ofWriter([10, 20, 30], keepHistory),
  rename: ofWriter([10, 20, 30], (writer) => writer.update({ name: 'Dogs' })),
  thin: ofWriter([10, 20, 30], (writer) => writer.thin()),
  'import of a run': { saved: [], act: async ({ folder }) => copyRun(await runFromElsewhere(), folder, { id: NEW_RUN.id }) },
  'opening to write': {
    saved: [10, 20, 30],
    prepare: ({ folder }) => folder.write(STRAY, [contentsOf(99)]),
    act: ({ folder, deps }) => openWriter(folder, deps),
  },
  'deleting for good': {
    saved: [10, 20], // the head that says it is deleted is then the first to be removed
    prepare: async ({ folder, deps }) => (await openWriter(folder, deps)).update({ deletedAt: 1 }),
    act: ({ runs }) => removeRubbish(runs, NEW_RUN.id),
  },
} satisfies Readonly<Record<string, Scenario>>

export type ScenarioName = keyof typeof SCENARIOS
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as readonly ScenarioName[]
export const FAULT_NAMES = Object.keys(FAULTS) as readonly Fault[]

/** Chance decides what such a crash keeps. */
const SEEDS: Readonly<Partial<Record<Fault, number>>> = { 'crash, beginnings': 6, 'crash, any parts': 6 }

/** Of all trials of a scenario with a fault. */
export interface TrialCounts {
  readonly operations: number
  readonly trials: number
  /** How often the run was found as it had been before, and how often as it should be after. */
  readonly before: number
  readonly after: number
}

/** @throws Error for the first trial that ends wrongly */
export async function tryAll(name: ScenarioName, fault: Fault): Promise<TrialCounts> {
  const scenario: Scenario = SCENARIOS[name]
  const prepared = await prepare(scenario)
  const expected = await expectedOf(scenario, prepared)
  const counts = { before: 0, after: 0 }
  for (let operation = 1; ; operation++) {
    for (let seed = 0; seed < (SEEDS[fault] ?? 1); seed++) {
      try {
        const found = await tryOnce(scenario, prepared, expected, { fault, operation, seed })
        if (found === null) return { operations: operation - 1, trials: counts.before + counts.after, ...counts }
        counts[found]++
      } catch (error) {
        throw new Error(`${name}, ${fault} at operation ${operation}, seed ${seed}: ${error}`, { cause: error })
      }
    }
  }
}

async function prepare(scenario: Scenario): Promise<FaultyDisk> {
  const disk = new FaultyDisk()
  const runs = disk.folder()
  const folder = await runs.folder(NEW_RUN.id, true)
  const deps = depsOf(scenario)
  const writer = createRun(folder, NEW_RUN, deps)
  for (const step of scenario.saved) await save(writer, step)
  await scenario.prepare?.({ runs, folder, deps, writer: null })
  return disk
}

function depsOf({ limits }: Scenario): WriterDependencies {
  const deps = writerDependencies()
  return { ...deps, limits: { ...deps.limits, ...limits } }
}

async function begin(scenario: Scenario, disk: FaultyDisk): Promise<World> {
  const runs = disk.folder()
  const folder = await runs.folder(NEW_RUN.id)
  const deps = depsOf(scenario)
  return { runs, folder, deps, writer: scenario.prepare ? null : await openAgain(folder, deps) }
}

async function openAgain(folder: Folder, deps: WriterDependencies): Promise<RunWriter> {
  const wasSaved = (await readHeads(folder, RUN_HEAD)).files > 0
  return wasSaved ? openWriter(folder, deps) : createRun(folder, NEW_RUN, deps)
}

/** The run as it is before and after, where nothing fails. */
async function expectedOf(scenario: Scenario, prepared: FaultyDisk): Promise<{ before: Found; after: Found }> {
  const disk = prepared.copy()
  const world = await begin(scenario, disk)
  const before = await find(world)
  await scenario.act(world)
  return { before, after: await find(world) }
}

interface Trial {
  readonly fault: Fault
  readonly operation: number
  readonly seed: number
}

/** @returns how the run was found; null where the scenario has fewer operations */
async function tryOnce(
  scenario: Scenario,
  prepared: FaultyDisk,
  expected: { before: Found; after: Found },
  { fault, operation, seed }: Trial,
): Promise<'before' | 'after' | null> {
  const disk = prepared.copy()
  const world = await begin(scenario, disk)
  disk.arm(fault, operation, seed)
  const isComplete = await succeeds(scenario.act(world))
  if (!disk.hasFailed) return null
  disk.restart()
  const found = await find(world)
  // Snapshots may have been dropped to make room.
  const isAsExpected = (one: Found) => found.run === one.run && (fault === 'full' || found.snapshots === one.snapshots)
  const isAfter = isAsExpected(expected.after)
  if (!isAfter && (isComplete || !isAsExpected(expected.before)))
    throw new Error(`found ${JSON.stringify(found)}${isComplete ? ' after it was complete' : ''}, expected ${JSON.stringify(expected)}`)
  const wentOn = fault === 'full' || fault === 'error' // the same program, which was told
  await goOn(wentOn ? world : { ...world, writer: null })
  return isAfter ? 'after' : 'before'
}

/** Only what the store says of a disk that fails may go wrong. */
async function succeeds(task: Promise<unknown>): Promise<boolean> {
  try {
    await task
    return true
  } catch (error) {
    if (error instanceof FolderError || error instanceof StoredRunError) return false
    throw error
  }
}

/** A run as text, to be compared. */
interface Found {
  readonly run: string
  readonly snapshots: string
}

const NOTHING: Found = { run: 'nothing', snapshots: '' }

/** Reads all of a run. @throws Error where anything in it is not what was saved */
async function find({ runs, folder, deps }: World): Promise<Found> {
  if (!(await runs.names()).includes(NEW_RUN.id) || (await isRubbish(folder))) return NOTHING
  const run = await openRun(folder, deps.readPictures)
  const { step, name, best, snapshots } = run.record
  for (const { file, step: at } of snapshots) {
    if (String(await run.snapshot(file)) !== String(contentsOf(at))) throw new Error(`${file} is not what was saved`)
  }
  const events = await run.events()
  for (const event of events) {
    if (event.event === 'step' && formatEvent(event) !== formatEvent(stepEvent(event.step)))
      throw new Error(`wrong report of ${event.step}`)
  }
  const happened = events.map((event) => `${event.event} ${event.step}`)
  return { run: JSON.stringify({ step, name, best: best?.step, happened }), snapshots: String(snapshots.map((one) => one.step)) }
}

/** The next thing that is done succeeds, and leaves no file that nobody needs. */
async function goOn({ runs, folder, deps, writer }: World): Promise<void> {
  const isHere = (await runs.names()).includes(NEW_RUN.id)
  const { heads } = isHere ? await readHeads(folder, RUN_HEAD) : { heads: [] }
  const isDeleted = !isHere || heads.some((head) => readRecord(head.value).deletedAt !== null)
  if (isDeleted) {
    if (isHere) await removeRubbish(runs, NEW_RUN.id)
    return
  }
  await save(writer ?? (await openAgain(folder, deps)), 98)
  const { record } = await openRun(folder, deps.readPictures)
  if (record.step !== 98) throw new Error(`saving did not go on, the run is at step ${record.step}`)
  const named = (await readHeads(folder, RUN_HEAD)).heads.flatMap((head) => filesOf(readRecord(head.value)))
  const strays = (await folder.names()).filter((file) => isNamedByHeads(file) && !named.includes(file))
  if (strays.length > 0) throw new Error(`${strays} are left`)
}

/**
 * Saves again and again, while the disk fails at random; each time the run is opened anew, which may fail as well.
 * @throws Error where a run is found that was not the last completed save, or one that was under way
 */
export async function tryChain(seed: number, rounds: number): Promise<{ failures: number; saves: number }> {
  const random = new RandomStream(seed, 'dataset')
  const disk = new FaultyDisk()
  const runs = disk.folder()
  const deps = depsOf({ saved: [], limits: { snapshots: { bytes: 1e6, count: 4 }, historyBytes: 1000 }, act: async () => undefined })
  const world = { runs, folder: await runs.folder(NEW_RUN.id, true), deps, writer: null }
  const counts = { failures: 0, saves: 0 }
  /** What the disk holds for certain, and what else may be found as long as it is not known to be flushed. */
  let possible = [NO_STEP]
  let found = NO_STEP
  for (let round = 1; round <= rounds; round++) {
    const wanted = 10 * round
    const fault = FAULT_NAMES[random.below(FAULT_NAMES.length)] as Fault
    disk.arm(fault, 1 + random.below(40), random.bits())
    const saving = async () => {
      const writer = await openAgain(world.folder, deps)
      possible = [found, wanted] // opening makes sure of what it has found
      await save(writer, wanted)
      possible = [wanted]
    }
    if (await succeeds(saving())) counts.saves++
    else counts.failures++
    disk.restart()
    found = stepOf(await find(world))
    if (!possible.includes(found)) throw new Error(`seed ${seed}, round ${round}, ${fault}: found ${found}, expected ${possible}`)
    if (fault.startsWith('crash')) possible = [found]
  }
  return counts
}

const NO_STEP = -1

function stepOf({ run }: Found): number {
  return run === NOTHING.run ? NO_STEP : JSON.parse(run).step
}
