// All runs that are kept, each in a folder `runs/ID`: their list, and what is done with one as a whole. A run that cannot be read is told of, and
// removed only when a person says so. A run is written under its lock, so that no two tabs do.
import type { WorkOptions } from '../spec/cancel.ts'
import type { Pictures } from '../spec/image-block.ts'
import type { SampleGrid } from '../spec/report.ts'
import { survivingEvents } from '../spec/run-log.ts'
import type { DamagedRun, RunHistory, RunSummary, StoredRuns } from '../spec/runs.ts'
import { messageOf } from '../spec/words.ts'
import { hasFault, StoredRunError } from './errors.ts'
import type { Folder } from './folder.ts'
import { copyRun } from './run-copy.ts'
import { findRun, isRubbish, openRun, type ReadPictures, readableRun, removeRubbish } from './run-files.ts'
import { createRun, type NewRun, openWriter, WRITER_LIMITS, type WriterDependencies } from './run-writer.ts'
import type { RunRecord, RunWriter, StoredRun } from './stored-run.ts'
import { bytesOf } from './thinning.ts'

/** Allows to write a run. */
export interface WriteLock {
  /** False where another tab has taken it away. */
  isHeld(): Promise<boolean>
  release(): Promise<void>
}

export interface RunStoreDependencies {
  /** Rejects where nothing can be kept. */
  root(): Promise<Folder>
  readonly readPictures: ReadPictures
  /** The lock of a run; null where somebody else has it. */
  lockNow(id: string): Promise<WriteLock | null>
  /** The runs whose locks somebody has. */
  held(): Promise<ReadonlySet<string>>
  estimate(): Promise<StoredRuns['storage']>
  /** Milliseconds since 1970. */
  now(): number
}

/** What a run is written in place of, when it comes from elsewhere. */
export type Adoption = Pick<RunRecord, 'id'> & Partial<Pick<RunRecord, 'name' | 'images'>>

const RUNS = 'runs'
/** Pictures of a run in the list. */
const PICTURES = 16
const RGBA = 4
const NONE = { runs: [], damaged: [] } as const
const NO_STORAGE =
  'Runs cannot be kept here: the window is private, or the browser is too old. Training works all the same; save your run as a file.'

/** Changes answer with the list, in which a problem says what went wrong; everything else rejects with a StoredRunError or FolderError. */
export class RunStore {
  private readonly deps: RunStoreDependencies
  /** The runs that this tab writes. */
  private readonly writers = new Map<string, { readonly writer: RunWriter; readonly lock: WriteLock }>()

  constructor(deps: RunStoreDependencies) {
    this.deps = deps
  }

  /** The last saved first, without those in the bin. */
  async list(problem: string | null = null): Promise<StoredRuns> {
    const runs = await this.openRuns(false).catch((error: unknown) => (isMissing(error) ? 'none' : null))
    const storage = await this.estimate()
    if (runs === 'none') return { ...NONE, storage, problem }
    if (!runs) return { ...NONE, storage, problem: problem ?? NO_STORAGE }
    const { summaries, damaged, unreadable } = await this.summarise(runs)
    return { runs: summaries, damaged, storage, problem: problem ?? describeUnreadable(unreadable) }
  }

  /** A new run, which appears in the list with its first save. @param lock its own */
  async create(run: NewRun, lock: WriteLock): Promise<RunWriter> {
    const folder = await (await this.openRuns(true)).folder(run.id, true)
    return this.remember(run.id, createRun(folder, run, this.writerDependencies(lock)), lock)
  }

  async open(id: string): Promise<StoredRun> {
    return openRun(await this.folderOf(id), this.deps.readPictures)
  }

  /** @param lock its own */
  async writer(id: string, lock: WriteLock): Promise<RunWriter> {
    return this.remember(id, await openWriter(await this.folderOf(id), this.writerDependencies(lock)), lock)
  }

  async history(id: string): Promise<RunHistory> {
    const run = await this.open(id)
    return historyOf(run, (await this.held()).has(id))
  }

  /** Keeps a run that is read from elsewhere, such as a project file. @param changes what it is called here */
  async adopt(run: StoredRun, changes: Adoption, options: WorkOptions = {}): Promise<void> {
    const runs = await this.openRuns(true)
    try {
      await copyRun(run, await runs.folder(changes.id, true), changes, options)
    } catch (error) {
      await runs.remove(changes.id).catch(() => undefined)
      throw error
    }
  }

  rename(id: string, name: string): Promise<StoredRuns> {
    return this.change(id, 'renamed', (writer) => writer.update({ name }))
  }

  /** Puts it into the bin. */
  remove(id: string): Promise<StoredRuns> {
    return this.change(id, 'deleted', (writer) => writer.update({ deletedAt: this.deps.now() }))
  }

  restore(id: string): Promise<StoredRuns> {
    return this.change(id, 'restored', (writer) => writer.update({ deletedAt: null }))
  }

  /** Deletes what is left of a run of which nothing can be read; there is no bin for it. */
  async removeDamaged(id: string): Promise<StoredRuns> {
    try {
      await this.underLock(id, async () => {
        const error = await findRun(await this.folderOf(id), true).then(() => null, whyNot)
        if (!isDamaged(error)) throw error ?? new StoredRunError('busy', 'one of its saves can be read again.')
        await (await this.openRuns(false)).remove(id)
      })
      return await this.list()
    } catch (error) {
      return this.list(`The run could not be deleted: ${messageOf(error)}`)
    }
  }

  thin(id: string): Promise<StoredRuns> {
    return this.change(id, 'thinned', (writer) => writer.thin())
  }

  noteExport(id: string): Promise<StoredRuns> {
    return this.change(id, 'changed', (writer) => writer.update({ exportedAt: this.deps.now() }))
  }

  /** Deletes for good what is in the bin, and what is left of runs that ended before their first save. Runs in use stay. */
  async emptyBin(): Promise<void> {
    const runs = await this.openRuns(false).catch(() => null)
    for (const id of (await runs?.names().catch(() => [])) ?? []) {
      if (runs) await this.removeRubbish(runs, id).catch(() => undefined) // what cannot be removed now is tried again the next time
    }
  }

  private async removeRubbish(runs: Folder, id: string): Promise<void> {
    if (!(await isRubbish(await runs.folder(id)))) return
    const lock = await this.deps.lockNow(id)
    if (!lock) return
    try {
      if (await isRubbish(await runs.folder(id))) await removeRubbish(runs, id) // it may have been restored meanwhile
    } finally {
      await lock.release()
    }
  }

  private async change(id: string, done: string, task: (writer: RunWriter) => Promise<void>): Promise<StoredRuns> {
    try {
      await this.withWriter(id, task)
      return await this.list()
    } catch (error) {
      return this.list(`The run could not be ${done}: ${messageOf(error)}`)
    }
  }

  private async withWriter(id: string, task: (writer: RunWriter) => Promise<void>): Promise<void> {
    const open = this.writers.get(id)
    if (open && (await open.lock.isHeld())) return task(open.writer)
    await this.underLock(id, async (lock) => task(await openWriter(await this.folderOf(id), this.writerDependencies(lock))))
  }

  private async underLock(id: string, task: (lock: WriteLock) => Promise<void>): Promise<void> {
    const lock = await this.deps.lockNow(id)
    if (!lock) throw new StoredRunError('busy', 'another tab is using it. Close the other tab and try again.')
    try {
      await task(lock)
    } finally {
      await lock.release()
    }
  }

  private async summarise(runs: Folder): Promise<{ summaries: RunSummary[]; damaged: DamagedRun[]; unreadable: DamagedRun[] }> {
    const held = await this.held()
    const summaries: RunSummary[] = []
    const damaged: DamagedRun[] = []
    const unreadable: DamagedRun[] = []
    const summariseOne = async (id: string) => {
      try {
        const folder = await runs.folder(id)
        const { record } = await findRun(folder, false)
        if (record.deletedAt !== null) return
        const wall = await wallOf(readableRun(folder, record, this.deps.readPictures))
        summaries.push(summaryOf(record, wall, held.has(id)))
      } catch (error) {
        const isWanted = !isMissing(error) && !(await isRubbish(await runs.folder(id)).catch(() => false))
        if (isWanted) (isDamaged(error) ? damaged : unreadable).push({ id, sentence: messageOf(error) })
      }
    }
    await Promise.all((await runs.names()).map(summariseOne))
    return { summaries: summaries.sort((one, other) => other.savedAt - one.savedAt), damaged, unreadable }
  }

  private remember(id: string, writer: RunWriter, lock: WriteLock): RunWriter {
    this.writers.set(id, { writer, lock })
    return writer
  }

  private writerDependencies(lock: WriteLock): WriterDependencies {
    return {
      readPictures: this.deps.readPictures,
      now: () => this.deps.now(),
      estimate: () => this.estimate(),
      freeSpace: () => this.emptyBin(),
      mayWrite: () => lock.isHeld(),
      limits: WRITER_LIMITS,
    }
  }

  private async openRuns(create: boolean): Promise<Folder> {
    return (await this.deps.root()).folder(RUNS, create)
  }

  private async folderOf(id: string): Promise<Folder> {
    try {
      return await (await this.openRuns(false)).folder(id)
    } catch (error) {
      throw isMissing(error) ? new StoredRunError('missing', 'This run is no longer kept in this browser.') : error
    }
  }

  private estimate(): Promise<StoredRuns['storage']> {
    return this.deps.estimate().catch(() => null)
  }

  private held(): Promise<ReadonlySet<string>> {
    return this.deps.held().catch(() => new Set<string>())
  }
}

/** Those of another version, and those that the browser does not give out now: nothing says that they are damaged. */
function describeUnreadable(runs: readonly DamagedRun[]): string | null {
  const [first] = runs
  if (!first) return null
  const which =
    runs.length === 1 ? `The run “${first.id}” cannot be shown` : `${runs.length} runs cannot be shown, among them “${first.id}”`
  return `${which}: ${first.sentence}`
}

function isDamaged(error: unknown): boolean {
  return error instanceof StoredRunError && error.fault === 'damaged'
}

const whyNot = (error: unknown) => error

function isMissing(error: unknown): boolean {
  return hasFault(error, 'missing')
}

/** @param inUse whether somebody trains it */
export async function historyOf(run: StoredRun, inUse: boolean): Promise<RunHistory> {
  const wall = await wallOf(run)
  return { summary: summaryOf(run.record, wall, inUse), events: survivingEvents(await run.events()), wall }
}

/** Its last one; without it, it is still a run. */
async function wallOf(run: StoredRun): Promise<SampleGrid | null> {
  return (await run.pictures(null).catch(() => null))?.wall ?? null
}

/** @param inUse as for `historyOf` */
export function summaryOf(of: RunRecord, wall: SampleGrid | null, inUse: boolean): RunSummary {
  const { snapshots, history, sequence: _, scheduled: __, deletedAt: ___, ...record } = of
  return {
    ...record,
    bytes: bytesOf(snapshots) + history.bytes,
    thinnable: bytesOf(snapshots.slice(0, -1).filter(({ file }) => file !== record.best?.file)),
    picture: wall && firstPictures(wall.pictures),
    resumable: snapshots.at(-1)?.content === 'state',
    inUse,
  }
}

function firstPictures({ count, size, pixels }: Pictures): Pictures {
  const first = Math.min(count, PICTURES)
  return { count: first, size, pixels: pixels.slice(0, first * size * size * RGBA) }
}
