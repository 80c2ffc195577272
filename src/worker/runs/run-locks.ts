// One tab at a time trains or changes a kept run: a lock for each run, which all tabs share. The browser frees the locks of a tab that is
// closed or dies, so that they also tell when a run is no longer trained.

export interface RunLock {
  /** Resolves when another tab has taken it away, never where it is released. */
  readonly lost: Promise<void>
  /** Whether it is still held; asked anew, since a tab that was asleep may not have been told yet that it has lost it. */
  isHeld(): Promise<boolean>
  /** Resolves when others can have it. */
  release(): Promise<void>
}

export interface RunLocks {
  /** Waits a moment for a page that is just being closed or reloaded. @returns null where another tab holds the lock */
  lock(id: string): Promise<RunLock | null>
  /** As `lock`, but without waiting. */
  lockNow(id: string): Promise<RunLock | null>
  /** Takes the lock from a tab that does not answer. */
  steal(id: string): Promise<RunLock>
  /** The runs that tabs train or change at this moment, this one among them. */
  held(): Promise<ReadonlySet<string>>
  /** Resolves when no tab holds the lock. @throws an AbortError */
  whenFree(id: string, signal: AbortSignal): Promise<void>
}

/** What is needed of a DOM LockManager. */
export interface LockManagerLike {
  request(name: string, options: LockOptions, task: (lock: object | null) => Promise<void>): Promise<void>
  query(): Promise<{ readonly held?: readonly { readonly name?: string; readonly mode?: string }[] }>
}

interface LockOptions {
  readonly mode?: 'exclusive' | 'shared'
  readonly ifAvailable?: boolean
  readonly steal?: boolean
  readonly signal?: AbortSignal
}

/** What the locks are of; the names of two kinds never meet. */
export type LockKind = 'run' | 'export'
/** The lock of a page that was reloaded has been seen held by its former self for a moment. */
const PATIENCE_MS = 2000

/** @param manager null where the browser has none: a lock then counts in this tab alone */
export function createRunLocks(manager: LockManagerLike | null, kind: LockKind = 'run'): RunLocks {
  return manager ? new SharedLocks(manager, `quarterturn-${kind}-`) : new LocksOfThisTab()
}

class SharedLocks implements RunLocks {
  private readonly manager: LockManagerLike
  private readonly prefix: string

  constructor(manager: LockManagerLike, prefix: string) {
    this.manager = manager
    this.prefix = prefix
  }

  async lock(id: string): Promise<RunLock | null> {
    const giveUp = new AbortController()
    const timer = setTimeout(() => giveUp.abort(), PATIENCE_MS)
    try {
      return await this.request(id, { signal: giveUp.signal })
    } catch (error) {
      if (giveUp.signal.aborted) return this.lockNow(id) // a thread that computes for seconds hears too late that the lock was free
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  lockNow(id: string): Promise<RunLock | null> {
    return this.request(id, { ifAvailable: true })
  }

  async steal(id: string): Promise<RunLock> {
    return (await this.request(id, { steal: true })) as RunLock // a theft always succeeds
  }

  async held(): Promise<ReadonlySet<string>> {
    const { held = [] } = await this.manager.query()
    const names = held.flatMap(({ name, mode }) => (name?.startsWith(this.prefix) && mode === 'exclusive' ? [name] : []))
    return new Set(names.map((name) => name.slice(this.prefix.length)))
  }

  async whenFree(id: string, signal: AbortSignal): Promise<void> {
    await this.manager.request(this.prefix + id, { mode: 'shared', signal }, async () => undefined) // shared, so that it is free for all who wait
  }

  /** Holds the lock until it is released. @returns null where `ifAvailable` finds it taken */
  private request(id: string, options: LockOptions): Promise<RunLock | null> {
    return new Promise((resolve, reject) => {
      const released = signalled()
      const lost = signalled()
      let isOurs = true
      let ended: Promise<void>
      const lock: RunLock = {
        lost: lost.promise,
        isHeld: async () => {
          await this.manager.query() // the answer comes after the news of a theft
          return isOurs
        },
        release: () => {
          isOurs = false
          released.resolve()
          return ended
        },
      }
      const hold = async (granted: object | null) => {
        resolve(granted && lock)
        if (granted) await released.promise
      }
      ended = this.manager.request(this.prefix + id, options, hold).catch((error) => {
        reject(error) // has no effect on a lock that was granted
        if (isOurs) lost.resolve()
        isOurs = false
      })
    })
  }
}

/** Where locks are missing, nothing is known of other tabs. */
class LocksOfThisTab implements RunLocks {
  private readonly ids = new Set<string>()

  async lock(id: string): Promise<RunLock | null> {
    return this.lockNow(id)
  }

  async lockNow(id: string): Promise<RunLock | null> {
    return this.ids.has(id) ? null : this.steal(id)
  }

  async steal(id: string): Promise<RunLock> {
    this.ids.add(id)
    let isOurs = true
    const release = async () => {
      if (isOurs) this.ids.delete(id)
      isOurs = false
    }
    return { lost: new Promise(() => undefined), isHeld: async () => isOurs, release }
  }

  async held(): Promise<ReadonlySet<string>> {
    return new Set(this.ids)
  }

  async whenFree(): Promise<void> {
    // no other tab is known to hold it
  }
}

function signalled(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve: () => resolve() }
}
