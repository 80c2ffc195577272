// The kept runs as the one who trains needs them: made or gone on with under their lock, or only read.
import { readPictures } from '../gan/checkpoint.ts'
import type { RunHistory } from '../spec/runs.ts'
import { StoredRunError } from '../store/errors.ts'
import { MemoryFolder } from '../store/memory-folder.ts'
import type { RunStore } from '../store/run-store.ts'
import { createRun, type NewRun, WRITER_LIMITS } from '../store/run-writer.ts'
import type { RunWriter, StoredRun } from '../store/stored-run.ts'
import type { RunLock, RunLocks } from './run-locks.ts'

/** A kept run that only this tab may write. */
export interface HeldRun {
  readonly writer: RunWriter
  /** Resolves when others can have it. */
  release(): Promise<void>
}

/** Every method rejects with an error whose message is a sentence for a person. */
export interface KeptRuns {
  create(run: NewRun): Promise<HeldRun>
  /** To go on with it. */
  hold(id: string): Promise<HeldRun>
  /** As it was when it was saved last; another tab may train it. */
  read(id: string): Promise<StoredRun>
  history(id: string): Promise<RunHistory>
}

export function keptRuns(store: RunStore, locks: Pick<RunLocks, 'lock'>): KeptRuns {
  const held = async (id: string, open: (lock: RunLock) => Promise<RunWriter>): Promise<HeldRun> => {
    const lock = await locks.lock(id)
    if (!lock) throw new StoredRunError('busy', 'Another tab trains this run: go on there, or take it over.')
    try {
      return { writer: await open(lock), release: () => lock.release() }
    } catch (error) {
      await lock.release()
      throw error
    }
  }
  return {
    create: (run) => held(run.id, (lock) => store.create(run, lock)),
    hold: (id) => held(id, (lock) => store.writer(id, lock)),
    read: (id) => store.open(id),
    history: (id) => store.history(id),
  }
}

/** A few snapshots: memory is dearer than a disk. */
const IN_MEMORY = { ...WRITER_LIMITS, snapshots: { bytes: 64_000_000, count: 16 } }

/** A run that is gone with the page. */
export function runInMemory(run: NewRun): HeldRun {
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
