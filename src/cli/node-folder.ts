// Folders of a disk, as the store writes to them.
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FolderError, type FolderFault } from '../store/errors.ts'
import { type Folder, type Pieces, type StoredFile, SWAP_ENDING } from '../store/folder.ts'
import { describeError, naming } from './errors.ts'

const FAULTS: Readonly<Record<string, FolderFault>> = { ENOENT: 'missing', ENOSPC: 'full', EDQUOT: 'full', EBUSY: 'busy' }

export function nodeFolder(path: string): Folder {
  const inside = (name: string) => join(path, name)
  return {
    names: () => atPath(path, async () => (await readdir(path)).filter((name) => !name.endsWith(SWAP_ENDING))),
    folder: (name, create = false) => atPath(inside(name), () => openFolder(inside(name), create)),
    file: (name) => atPath(inside(name), () => storedFile(inside(name))),
    write: (name, pieces) => atPath(inside(name), () => writeFile(path, name, 'w', 0, pieces)),
    append: (name, at, pieces) => atPath(inside(name), () => writeFile(path, name, 'r+', at, pieces)),
    remove: (name) => atPath(inside(name), () => rm(inside(name), { force: true, recursive: true })),
  }
}

/** The result of a task, whose errors become FolderErrors with a sentence that names the file. */
async function atPath<T>(path: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task()
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw new FolderError(FAULTS[code] ?? 'other', describeError(naming(path, error)), { cause: error })
  }
}

async function openFolder(path: string, create: boolean): Promise<Folder> {
  if (create && (await mkdir(path, { recursive: true })) !== undefined) await syncFolder(dirname(path))
  if (!(await stat(path)).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR', syscall: 'scandir', path })
  return nodeFolder(path)
}

/** Opened for each read: a file that is only listed holds nothing open. */
async function storedFile(path: string): Promise<StoredFile> {
  const { size } = await stat(path)
  const read = (from: number, to: number) =>
    atPath(path, async () => {
      const bytes = new Uint8Array(Math.max(0, Math.min(to, size) - from))
      const file = await open(path, 'r')
      try {
        return bytes.subarray(0, await readFully(file, bytes, from))
      } finally {
        await file.close()
      }
    })
  return { size, read, text: async () => new TextDecoder().decode(await read(0, size)) }
}

/** One call may read less than is there. @returns the bytes read; fewer where the file ends before */
async function readFully(file: FileHandle, bytes: Uint8Array, from: number): Promise<number> {
  let read = 0
  while (read < bytes.length) {
    const { bytesRead } = await file.read(bytes, read, bytes.length - read, from + read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return read
}

async function writeFile(folder: string, name: string, flags: 'w' | 'r+', at: number, pieces: Pieces): Promise<void> {
  const path = join(folder, name)
  const isNew = (await stat(path).catch(() => null)) === null
  const file = await open(path, isNew ? 'w' : flags)
  try {
    let end = at
    for await (const piece of pieces) {
      for (let written = 0; written < piece.length; )
        written += (await file.write(piece, written, piece.length - written, end + written)).bytesWritten
      end += piece.length
    }
    await file.truncate(end)
    await file.sync()
  } finally {
    await file.close()
  }
  await syncFolder(folder) // also where the file is not new: whoever made it may have been killed before this
}

/** Without this a power failure may take away the name of a new file. Windows has no such thing, and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
