// A lock file, because two trainings that write into one folder would damage both. A stale lock is replaced.
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { FileError } from './errors.ts'

export const LOCK_FILE = 'training.lock'
/** How often the owner touches its lock, and after how long without that it is stale, even if a process has the same id. */
const HEARTBEAT_MS = 60_000
const STALE_AFTER_MS = 10 * 60_000

interface FolderLock {
  /** Removes the lock, and the folder if it was created with the lock and is empty. */
  release(): Promise<void>
}

/** Creates and locks the folder. @throws FileError where another training has locked it */
export async function lockFolder(path: string): Promise<FolderLock> {
  const made = (await mkdir(path, { recursive: true })) !== undefined
  const file = join(path, LOCK_FILE)
  const lock = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() })
  await takeLock(file, lock, path)
  const heartbeat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), HEARTBEAT_MS)
  heartbeat.unref()
  return {
    async release() {
      clearInterval(heartbeat)
      const isOurs = (await readFile(file, 'utf8').catch(() => null)) === lock // another training may have replaced it as stale
      if (isOurs) await rm(file, { force: true })
      if (made) await rmdir(path).catch(() => undefined) // fails where there are files in it
    },
  }
}

/** Atomic: of two trainings only one can create the file. */
async function takeLock(file: string, lock: string, path: string): Promise<void> {
  if (await createExclusively(file, lock)) return
  const owner = await ownerOf(file)
  if (!owner) {
    await rm(file, { force: true })
    if (await createExclusively(file, lock)) return
  }
  const whose = owner ? ` (process ${owner.pid} on ${owner.host})` : ''
  throw new FileError(
    `Another training writes into “${path}”${whose}: wait until it ends, or choose another folder. If there is none, delete ${file}.`,
  )
}

/** @returns false where the file exists already */
function createExclusively(file: string, text: string): Promise<boolean> {
  return writeFile(file, text, { flag: 'wx' }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
      throw error
    },
  )
}

interface Owner {
  readonly pid: number
  readonly host: string
}

/** The owner of the lock; null where it is stale or incomplete. */
async function ownerOf(file: string): Promise<Owner | null> {
  try {
    const { pid, host } = JSON.parse(await readFile(file, 'utf8')) as Partial<Owner>
    if (!Number.isSafeInteger(pid) || typeof pid !== 'number' || typeof host !== 'string') return null
    const isStale = Date.now() - (await stat(file)).mtimeMs > STALE_AFTER_MS
    if (isStale || (host === hostname() && !isRunning(pid))) return null
    return { pid, host }
  } catch {
    return null // it is gone, or incomplete
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' // it belongs to another user
  }
}
