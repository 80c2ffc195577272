// Folders of the browser's private file system, as the store writes to them. Works in Workers only: access handles exist nowhere else.
import { FolderError, type FolderFault } from '../store/errors.ts'
import { type Folder, type Pieces, type StoredFile, SWAP_ENDING } from '../store/folder.ts'

/** What is needed of a DOM FileSystemDirectoryHandle. */
export interface DirectoryHandle {
  getDirectoryHandle(name: string, options?: { create?: boolean }): Promise<DirectoryHandle>
  getFileHandle(name: string, options?: { create?: boolean }): Promise<StoredFileHandle>
  removeEntry(name: string, options?: { recursive?: boolean }): Promise<void>
  keys(): AsyncIterable<string>
}

export interface StoredFileHandle {
  getFile(): Promise<Blob>
  createSyncAccessHandle(): Promise<AccessHandle>
}

/** Before Chrome 108 and Safari 16.4 all but the writing gave promises. */
interface AccessHandle {
  write(piece: Uint8Array<ArrayBuffer>, options: { at: number }): number
  truncate(size: number): void | Promise<void>
  flush(): void | Promise<void>
  close(): void | Promise<void>
}

/** The errors of file systems differ only in their names. */
const FAULTS: Readonly<Record<string, FolderFault>> = {
  NotFoundError: 'missing',
  QuotaExceededError: 'full',
  NoModificationAllowedError: 'busy',
}

/** A page that is loaded anew may find that the one before has not let go of a file yet. */
const ATTEMPTS = { count: 40, pauseMs: 50 }

/** Resolves after as many milliseconds; other work goes on. */
type Pause = (milliseconds: number) => Promise<void>
const timer: Pause = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds))

export function browserFolder(handle: DirectoryHandle, pause: Pause = timer): Folder {
  return {
    names: () =>
      naming(async () => {
        const names: string[] = []
        for await (const name of handle.keys()) if (!name.endsWith(SWAP_ENDING)) names.push(name)
        return names
      }),
    folder: (name, create = false) => naming(async () => browserFolder(await handle.getDirectoryHandle(name, { create }), pause)),
    file: (name) => naming(async () => storedFile(await (await handle.getFileHandle(name)).getFile())),
    write: (name, pieces) => naming(() => write(handle, name, 0, pieces, pause)),
    append: (name, at, pieces) => naming(() => write(handle, name, at, pieces, pause)),
    remove: (name) =>
      naming(() => handle.removeEntry(name, { recursive: true })).catch((error: FolderError) => {
        if (error.fault !== 'missing') throw error
      }),
  }
}

/** The result of a task, whose errors become FolderErrors. */
export async function naming<T>(task: () => Promise<T>): Promise<T> {
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

/** Through an access handle: streams came to Safari years later, are slower, and say only that a pipe broke where the storage is full. */
async function write(folder: DirectoryHandle, name: string, at: number, pieces: Pieces, pause: Pause): Promise<void> {
  const handle = await accessHandle(await folder.getFileHandle(name, { create: true }), pause)
  try {
    await handle.truncate(at)
    let end = at
    for await (const piece of pieces) {
      if (end > at) await pause(0) // a handle writes at once: without this nothing else would get a turn
      // An access handle takes no view on shared memory; none is ever passed here.
      const written = handle.write(piece as Uint8Array<ArrayBuffer>, { at: end })
      if (written < piece.length) throw new Error(`only ${written} of ${piece.length} bytes were written`)
      end += written
    }
    await handle.flush()
  } finally {
    await handle.close()
  }
}

async function accessHandle(file: StoredFileHandle, pause: Pause): Promise<AccessHandle> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await file.createSyncAccessHandle()
    } catch (error) {
      const isHeld = error instanceof Error && error.name === 'NoModificationAllowedError'
      if (!isHeld || attempt === ATTEMPTS.count) throw error
      await pause(ATTEMPTS.pauseMs)
    }
  }
}
