// What stands in for the outside world in tests of the store: a folder in memory that can be made to fail, and a lock.
import { joined } from '../data/bytes.ts'
import type { FolderHandle } from '../spec/files.ts'
import { FolderError } from './errors.ts'
import type { Folder, StoredFile } from './folder.ts'
import { createSetStore, type SetStore, type SetStoreDependencies } from './set-store.ts'

// What the platform has and the language itself does not.
declare const TextEncoder: new () => { encode(text: string): Uint8Array }
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string }

export class MemoryFolder implements Folder {
  readonly folders = new Map<string, MemoryFolder>()
  readonly files = new Map<string, Uint8Array>()
  /** Called before each part is written, a file is replaced or something is removed: throwing makes that fail. */
  private readonly before: (name: string) => void

  constructor(before: (name: string) => void = () => undefined) {
    this.before = before
  }

  async names(): Promise<string[]> {
    return [...this.folders.keys(), ...this.files.keys()]
  }

  async folder(name: string, create = false): Promise<MemoryFolder> {
    const folder = this.folders.get(name) ?? (create ? new MemoryFolder(this.before) : null)
    if (!folder) throw new FolderError('missing', `There is no folder ${name}.`)
    this.folders.set(name, folder)
    return folder
  }

  async file(name: string): Promise<StoredFile> {
    const bytes = this.files.get(name)
    if (!bytes) throw new FolderError('missing', `There is no file ${name}.`)
    return { size: bytes.length, read: async (from, to) => bytes.slice(from, to), text: async () => new TextDecoder().decode(bytes) }
  }

  async write(name: string, parts: readonly Uint8Array[]): Promise<void> {
    this.files.set(name, new Uint8Array())
    for (const part of parts) {
      this.before(name)
      this.files.set(name, joined(this.files.get(name) ?? [], part))
    }
  }

  async replace(name: string, text: string): Promise<void> {
    this.before(name)
    this.files.set(name, new TextEncoder().encode(text))
  }

  async remove(name: string): Promise<void> {
    this.before(name)
    this.folders.delete(name)
    this.files.delete(name)
  }
}

/** Tasks run one after another, as a browser's lock sees to. */
function makeLock(): SetStoreDependencies['exclusive'] {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const mine = last.then(task)
    last = mine.catch(() => undefined)
    return mine
  }
}

/** A store on a folder in memory. */
export function memoryStore(root: Folder = new MemoryFolder(), changes: Partial<SetStoreDependencies> = {}): SetStore {
  const handles = new Map<string, FolderHandle>()
  let time = 1000
  return createSetStore({
    root: async () => root,
    exclusive: makeLock(),
    estimate: async () => ({ used: 5_000_000, granted: 100_000_000 }),
    now: () => time++,
    sources: {
      get: async (key) => handles.get(key) ?? null,
      put: async (key, folder) => void (folder ? handles.set(key, folder) : handles.delete(key)),
    },
    ...changes,
  })
}
