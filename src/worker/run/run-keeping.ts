// The kept run that the current run is written to: made with its first save, or gone on with, under the lock that all tabs share. Where nothing can
// be kept it is in memory only, so that the run can return to earlier states all the same.
import type { Dataset } from '../../data/dataset.ts'
import { identify, type TrainingImages } from '../../data/fingerprint.ts'
import { readPictures } from '../../gan/checkpoint.ts'
import type { TrainerEvent } from '../../protocol.ts'
import type { RunConfig } from '../../spec/config.ts'
import type { RunOrigin, ScheduledChange } from '../../spec/runs.ts'
import { StoredRunError } from '../../store/errors.ts'
import { MemoryFolder } from '../../store/memory-folder.ts'
import type { RunStore } from '../../store/run-store.ts'
import { createRun, type NewRun, WRITER_LIMITS } from '../../store/run-writer.ts'
import type { RunWriter, StoredRun } from '../../store/stored-run.ts'
import type { DescribedImages } from '../images.ts'
import type { RunLock, RunLocks } from '../runs/run-locks.ts'

/** A kept run that only this tab may write. */
interface HeldRun {
  readonly writer: RunWriter
  /** Resolves when others can have it. */
  release(): Promise<void>
}

/** What whoever trains needs of all kept runs. Every method rejects with an error whose message is a sentence for a person. */
export interface KeptRuns {
  create(run: NewRun): Promise<HeldRun>
  /** To go on with it. */
  hold(id: string): Promise<HeldRun>
  /** As it was when it was saved last; another tab may train it. */
  read(id: string): Promise<StoredRun>
}

export function keptRuns(store: RunStore, locks: Pick<RunLocks, 'lock' | 'lockNow'>): KeptRuns {
  const held = async (taken: Promise<RunLock | null>, open: (lock: RunLock) => Promise<RunWriter>): Promise<HeldRun> => {
    const lock = await taken
    if (!lock) throw new StoredRunError('busy', 'Another tab trains this run: go on there, or take it over.')
    try {
      return { writer: await open(lock), release: () => lock.release() }
    } catch (error) {
      await lock.release()
      throw error
    }
  }
  return {
    // Nobody has the lock of a new id. To wait for it with a time limit would fail where a step blocks this thread for longer.
    create: (run) => held(locks.lockNow(run.id), (lock) => store.create(run, lock)),
    hold: (id) => held(locks.lock(id), (lock) => store.writer(id, lock)),
    read: (id) => store.open(id),
  }
}

/** A few snapshots: memory is dearer than a disk. */
const IN_MEMORY = { ...WRITER_LIMITS, snapshots: { bytes: 64_000_000, count: 16 } }

/** A run that is gone with the page. */
function createInMemory(run: NewRun): HeldRun {
  const writer = createRun(new MemoryFolder(), run, {
    readPictures,
    now: Date.now,
    estimate: async () => null,
    freeSpace: async () => undefined,
    mayWrite: async () => true,
    limits: IN_MEMORY,
  })
  return { writer, release: async () => undefined }
}

interface RunKeepingDependencies {
  emit(event: TrainerEvent): void
  readonly runs: KeptRuns
}

const CANNOT_KEEP =
  'This run cannot be kept here: the window is private, or the browser is too old. Training works all the same; save your run as a file.'

/** What a run is made as when it is kept for the first time. */
export interface RunPlan {
  readonly name: string
  readonly described: DescribedImages
  /** With which it began. */
  readonly config: RunConfig
  readonly origin: RunOrigin | null
  readonly scheduled: readonly ScheduledChange[]
}

export class RunKeeping {
  private readonly deps: RunKeepingDependencies
  /** Number of the run. */
  private readonly run: number
  private held: HeldRun | null = null
  /** Why the run is in memory only. */
  private problem: string | null = null
  private identity: TrainingImages | null = null
  /** Of a run that begins here. */
  private readonly newId = randomId()

  constructor(deps: RunKeepingDependencies, run: number) {
    this.deps = deps
    this.run = run
  }

  /** Computed once: the pixels of a large set take a second or two. */
  identityOf(dataset: Dataset): TrainingImages {
    this.identity ??= identify(dataset)
    return this.identity
  }

  /** The id of the kept run; null where there is none. */
  get id(): string | null {
    return this.problem === null ? (this.held?.writer.record.id ?? null) : null
  }

  /** The id of the run, kept or not. */
  get runId(): string {
    return this.held?.writer.record.id ?? this.newId
  }

  /** Goes on with a kept run. */
  async hold(id: string): Promise<RunWriter> {
    this.held = await this.deps.runs.hold(id)
    return this.held.writer
  }

  /** Nothing is written before its first save. */
  async create({ described, ...plan }: RunPlan, dataset: Dataset): Promise<RunWriter> {
    const run: NewRun = { ...plan, id: this.newId, images: { ...described.images, identity: this.identityOf(dataset) } }
    this.held = await this.deps.runs.create(run).catch((error) => {
      this.problem = error instanceof StoredRunError ? error.message : CANNOT_KEEP
      return createInMemory(run)
    })
    const { writer } = this.held
    void described.keptSource
      .then((source) => source && writer.update({ images: { ...writer.record.images, source } }))
      .catch(() => undefined) // the images then have to be chosen again
    return writer
  }

  /** Tells the page whether the run is kept. */
  announce(): void {
    this.deps.emit({ type: 'kept-as', run: this.run, id: this.id, sentence: this.problem })
  }

  /** Resolves when others can have the run. */
  async release(): Promise<void> {
    await this.held?.release()
    this.held = null
  }
}

/** For a new run: 64 random bits. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
