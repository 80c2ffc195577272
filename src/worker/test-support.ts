// What stands in for the outside world in tests of the Worker: a browser's file system in memory that can be made to fail, and picked folders.
import type { FileHandle, FolderHandle } from '../spec/files.ts'
import type { DirectoryHandle, StoredFileHandle } from './browser-folder.ts'

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
