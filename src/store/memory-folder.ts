// A folder in memory: for project files that are opened without being kept, for the example that comes with the page, and for tests.
import { strFromU8 } from 'fflate'
import { joined } from '../data/bytes.ts'
import { FolderError } from './errors.ts'
import type { Folder, Pieces, StoredFile } from './folder.ts'

export class MemoryFolder implements Folder {
  readonly folders = new Map<string, MemoryFolder>()
  readonly files = new Map<string, Uint8Array>()
  /** Called before each piece is written and before something is removed: throwing makes that fail. */
  private readonly before: (name: string) => void

  constructor(before: (name: string) => void = () => undefined) {
    this.before = before
  }

  async names(): Promise<string[]> {
    return [...this.folders.keys(), ...this.files.keys()]
  }

  async folder(name: string, create = false): Promise<MemoryFolder> {
    const folder = this.folders.get(name) ?? (create ? new MemoryFolder(this.before) : null)
    if (!folder) throw new FolderError('missing', `There is no folder ${name}.`)
    this.folders.set(name, folder)
    return folder
  }

  async file(name: string): Promise<StoredFile> {
    const bytes = this.files.get(name)
    if (!bytes) throw new FolderError('missing', `There is no file ${name}.`)
    return storedBytes(bytes)
  }

  async write(name: string, pieces: Pieces): Promise<void> {
    this.files.set(name, new Uint8Array())
    await this.append(name, 0, pieces)
  }

  async append(name: string, at: number, pieces: Pieces): Promise<void> {
    const kept = new Uint8Array(at)
    kept.set((this.files.get(name) ?? kept).subarray(0, at))
    const all = [kept]
    try {
      for await (const piece of pieces) {
        this.before(name)
        all.push(new Uint8Array(piece))
      }
    } finally {
      this.files.set(name, joined(...all))
    }
  }

  async remove(name: string): Promise<void> {
    this.before(name)
    this.folders.delete(name)
    this.files.delete(name)
  }
}

/** A file whose contents are in memory. */
export function storedBytes(bytes: Uint8Array): StoredFile {
  return {
    size: bytes.length,
    read: async (from, to) => new Uint8Array(bytes.subarray(from, to)), // a copy, also of a Buffer of Node
    text: async () => strFromU8(bytes),
  }
}
