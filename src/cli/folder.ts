// All files in and below a folder on the disk. What cannot be read is in the list too, and is refused when it is read.
import { open, readdir, realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Refusal } from '../data/errors.ts'
import { comparePaths, isClutter } from '../data/names.ts'
import type { SourceFile } from '../data/sources.ts'

/** A part of a file, in a buffer of its own. */
async function readPart(path: string, from: number, to: number): Promise<ArrayBuffer> {
  const file = await open(path)
  try {
    const bytes = new Uint8Array(Math.max(0, Math.min(to, (await file.stat()).size) - from))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
    return bytesRead === bytes.length ? bytes.buffer : bytes.buffer.slice(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** A file whose size cannot be read is listed with size 0, and refused when it is read. */
export async function toSourceFile(path: string, shown: string): Promise<SourceFile> {
  const size = await stat(path).then(
    (facts) => facts.size,
    () => 0,
  )
  return { path: shown, size, read: (from, to) => readPart(path, from, to) }
}

function brokenLink(path: string): SourceFile {
  const refusal = new Refusal('unreadable', 'A link to a file or folder that is not there.')
  return { path, size: 0, read: () => Promise.reject(refusal) }
}

/** A path on the disk with links resolved, and the path that is shown. */
interface FoundPath {
  readonly real: string
  readonly shown: string
}

/**
 * All files in and below a folder. Symbolic links are followed, but nothing is listed twice: not through a link to what is in the folder anyway,
 * nor through two links to the same target, nor in cycles.
 */
export async function listFolder(folder: string): Promise<SourceFile[]> {
  const listing = new Listing()
  const root = await realpath(folder).catch(() => folder)
  await listing.addFolder({ real: root, shown: '' })
  await listing.followLinks()
  return listing.files
}

class Listing {
  readonly files: SourceFile[] = []
  /** Real paths of the files and folders in the list. */
  private readonly seen = new Set<string>()
  private links: FoundPath[] = []

  /** Adds all that is below, without recursion. Links are followed later, so that what is in the folder keeps its own path. */
  async addFolder(folder: FoundPath): Promise<void> {
    const queue = [folder]
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const { real, shown } = next
      if (this.isSeen(real)) continue
      const entries = await readdir(real, { withFileTypes: true }).catch(() => null)
      if (!entries) this.files.push(await toSourceFile(real, shown || basename(real)))
      for (const entry of entries ?? []) {
        const found = { real: join(real, entry.name), shown: shown === '' ? entry.name : `${shown}/${entry.name}` }
        if (isClutter(found.shown)) continue // hidden files are not in `seen`, so that links to them, as git-annex makes them, are followed
        if (entry.isDirectory()) queue.push(found)
        else if (entry.isSymbolicLink()) this.links.push(found)
        else if (entry.isFile()) await this.addFile(found)
      }
    }
  }

  /** In the order of their paths, so that of two links to the same target always the same one counts. */
  async followLinks(): Promise<void> {
    while (this.links.length > 0) {
      const links = this.links.sort((a, b) => comparePaths(a.shown, b.shown))
      this.links = []
      for (const link of links) await this.follow(link)
    }
  }

  private async follow({ real: link, shown }: FoundPath): Promise<void> {
    const real = await realpath(link).catch(() => null) // broken, or a cycle of links
    const facts = real === null ? null : await stat(real).catch(() => null)
    if (real === null || facts === null) this.files.push(brokenLink(shown))
    else if (facts.isDirectory()) await this.addFolder({ real, shown })
    else if (facts.isFile()) await this.addFile({ real, shown })
  }

  private async addFile({ real, shown }: FoundPath): Promise<void> {
    if (!this.isSeen(real)) this.files.push(await toSourceFile(real, shown))
  }

  private isSeen(real: string): boolean {
    if (this.seen.has(real)) return true
    this.seen.add(real)
    return false
  }
}
