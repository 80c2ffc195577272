// Where the bytes of an export go: a file of the private file system, so that they need no memory, or memory where there is none.
import { hasFault } from '../../store/errors.ts'
import { type DirectoryHandle, naming } from '../browser-folder.ts'
import type { FilePath } from './temporary-files.ts'

/** Bytes may be written anywhere, also over others: containers of films put their index before the pictures at last. */
export interface FileSink {
  /** @throws FolderError, with fault `full` where there is no room */
  write(bytes: Uint8Array, at: number): Promise<void>
  /** The file as it is on the disk. Nothing can be written any more. */
  finish(): Promise<Blob>
  /** Lets go of an unfinished file, which whoever chose its place removes. */
  close(): Promise<void>
}

/** @param root of the private file system */
export async function storageSink(root: DirectoryHandle, [folder, tab, name]: FilePath, type: string): Promise<FileSink> {
  const place = await (await root.getDirectoryHandle(folder)).getDirectoryHandle(tab)
  const file = await place.getFileHandle(name, { create: true })
  const handle = await naming(() => file.createSyncAccessHandle())
  let open = true
  const close = async () => {
    if (open) await handle.close()
    open = false
  }
  return {
    write: (bytes, at) =>
      naming(async () => {
        const written = handle.write(bytes as Uint8Array<ArrayBuffer>, { at }) // never a view on shared memory
        if (written < bytes.length) throw new DOMException(`only ${written} of ${bytes.length} bytes were written`, 'QuotaExceededError')
      }),
    async finish() {
      await naming(async () => handle.flush())
      await close()
      return (await file.getFile()).slice(undefined, undefined, type) // a slice of the file on the disk: nothing is read
    },
    close,
  }
}

const FIRST_BYTES = 1 << 20

/** Grows by doubling. */
export function memorySink(type: string): FileSink {
  let bytes = new Uint8Array(FIRST_BYTES)
  let end = 0
  return {
    async write(piece, at) {
      const needed = at + piece.length
      if (needed > bytes.length) {
        const larger = new Uint8Array(Math.max(needed, 2 * bytes.length))
        larger.set(bytes)
        bytes = larger
      }
      bytes.set(piece, at)
      end = Math.max(end, needed)
    },
    finish: async () => new Blob([bytes.subarray(0, end)], { type }),
    close: async () => undefined,
  }
}

/** In storage, or in memory where files cannot be had. */
export async function openSink(root: () => Promise<DirectoryHandle>, path: FilePath | null, type: string): Promise<FileSink> {
  if (path === null) return memorySink(type)
  try {
    return await storageSink(await root(), path, type)
  } catch (error) {
    if (hasFault(error, 'full')) throw error
    return memorySink(type)
  }
}
