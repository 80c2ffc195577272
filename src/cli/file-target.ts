// A file that is written in pieces, in any order: a temporary one until it is finished, so that nothing half-done stands where the file will be.
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { naming } from './errors.ts'

/** Errors name the file. */
export interface FileTarget {
  /** Puts the bytes at this place of the file; the first ones make it, and the folder it is in. */
  write(bytes: Uint8Array, at: number): Promise<void>
  /** The file stands in its place; where this fails, what stood there before. @returns its size in bytes */
  finish(): Promise<number>
  /** Removes what was written. Never rejects. */
  abandon(): Promise<void>
}

export function fileTarget(file: string): FileTarget {
  const part = `${file}.${process.pid}.part`
  let opened: Promise<FileHandle> | null = null
  const handle = () => {
    opened ??= mkdir(dirname(file), { recursive: true }).then(() => open(part, 'w'))
    return opened
  }
  const named = async <T>(task: () => Promise<T>): Promise<T> => {
    try {
      return await task()
    } catch (error) {
      throw naming(file, error)
    }
  }
  return {
    write: (bytes, at) => named(async () => writeAll(await handle(), bytes, at)),
    finish: () =>
      named(async () => {
        const written = await handle()
        await written.sync() // or after a power failure the renamed file may be empty
        const { size } = await written.stat()
        await written.close()
        await rename(part, file)
        return size
      }),
    async abandon() {
      await opened?.then((written) => written.close()).catch(() => undefined)
      await rm(part, { force: true }).catch(() => undefined)
    },
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten
}
