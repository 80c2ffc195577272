// Every file below a folder on the disk. What cannot be read stands in the list all the same, so that it is named where it is read.
import { open, readdir, realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Refusal } from '../data/image.ts'
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

/** A file that is listed and cannot be looked at is refused with the others, when it is read. */
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

/** Where something lies on the disk, links resolved, and under which path it is shown. */
interface FoundPath {
  readonly real: string
  readonly shown: string
}

/**
 * Every file below a folder. A symbolic link is followed, but nothing is taken twice: not by a link to what lies in the folder already,
 * nor by two links to one place, nor in circles.
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
  /** Files and folders that are in the list, as they really lie. */
  private readonly seen = new Set<string>()
  private links: FoundPath[] = []

  /** All that lies below, without recursion; links wait, so that what lies in the folder has its own path and not that of a link to it. */
  async addFolder(folder: FoundPath): Promise<void> {
    const waiting = [folder]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { real, shown } = next
      if (this.isSeen(real)) continue
      const entries = await readdir(real, { withFileTypes: true }).catch(() => null)
      if (!entries) this.files.push(await toSourceFile(real, shown || basename(real)))
      for (const entry of entries ?? []) {
        const found = { real: join(real, entry.name), shown: shown === '' ? entry.name : `${shown}/${entry.name}` }
        if (isClutter(found.shown)) continue // or a link to a file in a hidden folder, as git-annex makes them, would lead to nothing new
        if (entry.isDirectory()) waiting.push(found)
        else if (entry.isSymbolicLink()) this.links.push(found)
        else if (entry.isFile()) await this.addFile(found)
      }
    }
  }

  /** In the order of their paths: what two links lead to is taken by the same one every time. */
  async followLinks(): Promise<void> {
    while (this.links.length > 0) {
      const links = this.links.sort((a, b) => comparePaths(a.shown, b.shown))
      this.links = []
      for (const link of links) await this.follow(link)
    }
  }

  private async follow({ real: link, shown }: FoundPath): Promise<void> {
    const real = await realpath(link).catch(() => null) // broken, or a circle of links
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
