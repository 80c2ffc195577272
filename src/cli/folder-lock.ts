// Two trainings that write into one folder would spoil both: the one that comes second is told. A lock whose owner is gone holds nobody up.
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { FileError } from './errors.ts'

export const LOCK_FILE = 'training.lock'
/** The owner touches its lock this often. One that was not touched for the longer time is nobody's, whatever process has its number now. */
const TOUCH_EVERY_MS = 60_000
const FORGOTTEN_AFTER_MS = 10 * 60_000

export interface ClaimedFolder {
  /** Lets others write into the folder; it goes again if it was made for this and nothing was written. */
  release(): Promise<void>
}

/** Makes the folder and keeps other trainings out of it. @throws FileError where one is writing into it */
export async function claimFolder(path: string): Promise<ClaimedFolder> {
  const made = (await mkdir(path, { recursive: true })) !== undefined
  const file = join(path, LOCK_FILE)
  const lock = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() })
  await takeLock(file, lock, path)
  const touching = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), TOUCH_EVERY_MS)
  touching.unref()
  return {
    async release() {
      clearInterval(touching)
      const isOurs = (await readFile(file, 'utf8').catch(() => null)) === lock // another may have taken one that looked forgotten
      if (isOurs) await rm(file, { force: true })
      if (made) await rmdir(path).catch(() => undefined) // not where it holds a run by now
    },
  }
}

/** Of two that come at once only one can make the file. */
async function takeLock(file: string, lock: string, path: string): Promise<void> {
  if (await madeAnew(file, lock)) return
  const owner = await ownerOf(file)
  if (!owner) {
    await rm(file, { force: true })
    if (await madeAnew(file, lock)) return
  }
  const whose = owner ? ` (process ${owner.pid} on ${owner.host})` : ''
  throw new FileError(
    `Another training writes into “${path}”${whose}: wait until it ends, or choose another folder. If there is none, delete ${file}.`,
  )
}

/** Whether there was no such file before. */
function madeAnew(file: string, text: string): Promise<boolean> {
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

/** Who holds the lock, or null where nobody does any more. */
async function ownerOf(file: string): Promise<Owner | null> {
  try {
    const { pid, host } = JSON.parse(await readFile(file, 'utf8')) as Partial<Owner>
    if (!Number.isSafeInteger(pid) || typeof pid !== 'number' || typeof host !== 'string') return null
    const forgotten = Date.now() - (await stat(file)).mtimeMs > FORGOTTEN_AFTER_MS
    if (forgotten || (host === hostname() && !isRunning(pid))) return null
    return { pid, host }
  } catch {
    return null // there is none, or it was cut off while it was written
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' // another person's process
  }
}
