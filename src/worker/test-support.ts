// What stands in for the outside world in tests of the Worker: a browser's file system in memory that can be made to fail, and picked folders.
import type { FileHandle, FolderHandle } from '../spec/files.ts'
import type { DirectoryHandle, StoredFileHandle } from './browser-folder.ts'
import type { LockManagerLike } from './runs/run-locks.ts'

/** What a browser's file system throws; only the names differ. */
export function fileError(name: string): DOMException {
  return new DOMException(name, name)
}

/** A directory in memory: what an access handle writes takes effect at once, as in the private file system. */
export class MemoryDirectory implements DirectoryHandle {
  readonly folders = new Map<string, MemoryDirectory>()
  readonly files = new Map<string, Blob>()
  /** Access handles that are not closed. */
  opened = 0
  /** Called before an access handle is given: throwing makes that fail. */
  onOpen: () => void = () => undefined
  /** Called before a file is written or an entry is removed: throwing makes that fail. */
  private readonly before: (name: string) => void

  constructor(before: (name: string) => void = () => undefined) {
    this.before = before
  }

  async getDirectoryHandle(name: string, options?: { create?: boolean }): Promise<MemoryDirectory> {
    const folder = this.folders.get(name) ?? (options?.create ? new MemoryDirectory(this.before) : null)
    if (!folder) throw fileError('NotFoundError')
    this.folders.set(name, folder)
    return folder
  }

  async getFileHandle(name: string, options?: { create?: boolean }): Promise<StoredFileHandle> {
    if (!this.files.has(name)) {
      if (!options?.create) throw fileError('NotFoundError')
      this.files.set(name, new Blob([]))
    }
    return {
      getFile: async () => this.files.get(name) ?? Promise.reject(fileError('NotFoundError')),
      createSyncAccessHandle: async () => this.accessHandle(name),
    }
  }

  private accessHandle(name: string): Awaited<ReturnType<StoredFileHandle['createSyncAccessHandle']>> {
    this.onOpen()
    this.opened++
    const blob = () => this.files.get(name) as Blob
    return {
      write: (part, { at }) => {
        this.before(name)
        this.files.set(name, new Blob([blob().slice(0, at), part, blob().slice(at + part.length)]))
        return part.length
      },
      truncate: (size) => void this.files.set(name, blob().slice(0, size)), // in these tests always a shorter one
      flush: () => undefined,
      close: () => void this.opened--,
    }
  }

  async removeEntry(name: string): Promise<void> {
    this.before(name)
    if (!this.folders.delete(name) && !this.files.delete(name)) throw fileError('NotFoundError')
  }

  async *keys(): AsyncGenerator<string> {
    yield* [...this.folders.keys(), ...this.files.keys()]
  }
}

/** A file as a picked folder gives it; null cannot be read. */
export function pickedFile(name: string, bytes: Uint8Array<ArrayBuffer> | null): FileHandle {
  return { kind: 'file', name, getFile: async () => (bytes ? new File([bytes], name) : Promise.reject(fileError('NotReadableError'))) }
}

/** A picked folder; null for its entries cannot be read. */
export function pickedFolder(name: string, entries: readonly (FolderHandle | FileHandle)[] | null): FolderHandle {
  return {
    kind: 'directory',
    name,
    async *values() {
      if (!entries) throw fileError('NotAllowedError')
      yield* entries
    },
  }
}

interface MemoryLockRequest {
  readonly mode: 'exclusive' | 'shared'
  grant(): void
  /** Takes it away, or gives up waiting. */
  abort(): void
}

/** The locks that several tabs share, in memory: with sharing, waiting in order, giving up, theft, and tabs that die. */
export class MemoryLocks {
  private readonly holders = new Map<string, MemoryLockRequest[]>()
  private readonly waiting = new Map<string, MemoryLockRequest[]>()

  /** A tab, as far as its locks go. */
  tab(): LockManagerLike & { die(): void } {
    const ends: (() => void)[] = []
    return {
      request: (name, options, task) => this.request(name, options, task, ends),
      query: async () => ({ held: [...this.holders].flatMap(([name, all]) => all.map(({ mode }) => ({ name, mode }))) }),
      die: () => {
        for (const end of ends) end()
      },
    }
  }

  private request(
    name: string,
    { mode = 'exclusive', ifAvailable, steal, signal }: Parameters<LockManagerLike['request']>[1],
    task: (lock: object | null) => Promise<void>,
    ends: (() => void)[],
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.drop(this.holders, name, mine)
        this.drop(this.waiting, name, mine)
        this.grantNext(name)
      }
      const mine: MemoryLockRequest = {
        mode,
        grant: () => void task({}).then(resolve, reject).finally(leave),
        abort: () => {
          leave()
          reject(new DOMException('The lock was taken away.', 'AbortError'))
        },
      }
      ends.push(leave)
      signal?.addEventListener('abort', () => {
        if (this.waiting.get(name)?.includes(mine)) mine.abort()
      })
      if (steal) for (const holder of [...(this.holders.get(name) ?? [])]) holder.abort()
      if (ifAvailable && !this.isFree(name, mine)) return void task(null).then(resolve, reject)
      this.waiting.set(name, [...(this.waiting.get(name) ?? []), mine])
      this.grantNext(name)
    })
  }

  private isFree(name: string, { mode }: MemoryLockRequest): boolean {
    const holders = this.holders.get(name) ?? []
    return holders.length === 0 || (mode === 'shared' && holders.every((holder) => holder.mode === 'shared'))
  }

  private grantNext(name: string): void {
    const next = this.waiting.get(name)?.[0]
    if (!next || !this.isFree(name, next)) return
    this.drop(this.waiting, name, next)
    this.holders.set(name, [...(this.holders.get(name) ?? []), next])
    next.grant()
    this.grantNext(name)
  }

  private drop(map: Map<string, MemoryLockRequest[]>, name: string, request: MemoryLockRequest): void {
    map.set(
      name,
      (map.get(name) ?? []).filter((other) => other !== request),
    )
  }
}
