// What stands in for the outside world in tests of the Worker: a file system in memory that can be made to fail as browsers' do.
import type { FileHandle, FolderHandle } from '../spec/files.ts'
import type { Library } from './images.ts'
import type { Folder, FolderFile } from './kept-folder.ts'
import { createLibrary, type LibraryDependencies } from './library.ts'

/** What a browser's file system throws, told apart by name. */
export function fileError(name: string): DOMException {
  return new DOMException(name, name)
}

/** A folder in memory: a writable takes effect when it is closed, an access handle at once, as in the private file system. */
export class MemoryFolder implements Folder {
  readonly folders = new Map<string, MemoryFolder>()
  readonly files = new Map<string, Blob>()
  /** Called before a file is written or an entry removed: throwing makes that fail. */
  private readonly before: (name: string) => void

  constructor(before: (name: string) => void = () => undefined) {
    this.before = before
  }

  async getDirectoryHandle(name: string, options?: { create?: boolean }): Promise<MemoryFolder> {
    const folder = this.folders.get(name) ?? (options?.create ? new MemoryFolder(this.before) : null)
    if (!folder) throw fileError('NotFoundError')
    this.folders.set(name, folder)
    return folder
  }

  async getFileHandle(name: string, options?: { create?: boolean }): Promise<FolderFile> {
    if (!this.files.has(name)) {
      if (!options?.create) throw fileError('NotFoundError')
      this.files.set(name, new Blob([]))
    }
    return {
      getFile: async () => this.files.get(name) ?? Promise.reject(fileError('NotFoundError')),
      createWritable: async () => this.writable(name),
      createSyncAccessHandle: async () => this.accessHandle(name),
    }
  }

  private writable(name: string): Awaited<ReturnType<FolderFile['createWritable']>> {
    let written = ''
    return {
      write: async (text) => {
        this.before(name)
        written += text
      },
      close: async () => void this.files.set(name, new Blob([written])),
      abort: async () => undefined,
    }
  }

  private accessHandle(name: string): Awaited<ReturnType<FolderFile['createSyncAccessHandle']>> {
    const blob = () => this.files.get(name) as Blob
    return {
      write: (part, { at }) => {
        this.before(name)
        this.files.set(name, new Blob([blob().slice(0, at), part, blob().slice(at + part.length)]))
        return part.length
      },
      truncate: (size) => void this.files.set(name, blob().slice(0, size)),
      flush: () => undefined,
      close: () => undefined,
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

/** A file as a folder that was picked hands it out; null cannot be read. */
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

/** Works one after another, as a browser's lock sees to. */
function makeLock(): LibraryDependencies['exclusive'] {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
}

/** A library on a file system in memory. */
export function openLibrary(root: Folder = new MemoryFolder(), changes: Partial<LibraryDependencies> = {}): Library {
  const handles = new Map<string, FolderHandle>()
  let time = 1000
  return createLibrary({
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
