// Folders of the browser's private file system, as the store writes to them. Works in Workers only: access handles exist nowhere else.
import { FolderError, type FolderFault } from '../store/errors.ts'
import type { Folder, StoredFile } from '../store/folder.ts'

/** What is needed of a DOM FileSystemDirectoryHandle. */
export interface DirectoryHandle {
  getDirectoryHandle(name: string, options?: { create?: boolean }): Promise<DirectoryHandle>
  getFileHandle(name: string, options?: { create?: boolean }): Promise<StoredFileHandle>
  removeEntry(name: string, options?: { recursive?: boolean }): Promise<void>
  keys(): AsyncIterable<string>
}

export interface StoredFileHandle {
  getFile(): Promise<Blob>
  createWritable(): Promise<Writable>
  createSyncAccessHandle(): Promise<AccessHandle>
}

interface Writable {
  write(text: string): Promise<void>
  close(): Promise<void>
  abort(): Promise<void>
}

interface AccessHandle {
  write(part: Uint8Array<ArrayBuffer>, options: { at: number }): number
  truncate(size: number): void
  flush(): void
  close(): void
}

/** The errors of file systems differ only in their names. Where the storage is full, Chromium's writables sometimes say AbortError. */
const FAULTS: Readonly<Record<string, FolderFault>> = {
  NotFoundError: 'missing',
  QuotaExceededError: 'full',
  AbortError: 'full',
  NoModificationAllowedError: 'busy',
}

export function browserFolder(handle: DirectoryHandle): Folder {
  return {
    names: () =>
      naming(async () => {
        const names: string[] = []
        for await (const name of handle.keys()) names.push(name)
        return names
      }),
    folder: (name, create = false) => naming(async () => browserFolder(await handle.getDirectoryHandle(name, { create }))),
    file: (name) => naming(async () => storedFile(await (await handle.getFileHandle(name)).getFile())),
    write: (name, parts) => naming(() => write(handle, name, parts)),
    replace: (name, text) => naming(() => replace(handle, name, text)),
    remove: (name) =>
      naming(() => handle.removeEntry(name, { recursive: true })).catch((error: FolderError) => {
        if (error.fault !== 'missing') throw error
      }),
  }
}

/** The result of a task, whose errors become FolderErrors. */
async function naming<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task()
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: '', message: String(error) }
    throw new FolderError(FAULTS[name] ?? 'other', message, { cause: error })
  }
}

function storedFile(blob: Blob): StoredFile {
  return {
    size: blob.size,
    read: (from, to) => naming(async () => new Uint8Array(await blob.slice(from, to).arrayBuffer())),
    text: () => naming(() => blob.text()),
  }
}

/** Through an access handle: where the storage is full, Chromium's writables often say only that a pipe broke. */
async function write(folder: DirectoryHandle, name: string, parts: readonly Uint8Array[]): Promise<void> {
  const handle = await (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle()
  try {
    handle.truncate(0)
    let at = 0
    for (const part of parts) {
      // An access handle takes no view on shared memory; none is ever passed here.
      const written = handle.write(part as Uint8Array<ArrayBuffer>, { at })
      if (written < part.length) throw new Error(`only ${written} of ${part.length} bytes were written`)
      at += written
    }
    handle.flush()
  } finally {
    handle.close()
  }
}

/** A writable replaces its file when it is closed. */
async function replace(folder: DirectoryHandle, name: string, text: string): Promise<void> {
  const writable = await (await folder.getFileHandle(name, { create: true })).createWritable()
  try {
    await writable.write(text)
    await writable.close()
  } catch (error) {
    await writable.abort().catch(() => undefined) // closed or broken already: there is nothing left to undo
    throw error
  }
}
