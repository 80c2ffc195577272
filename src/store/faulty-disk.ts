// For tests: a disk in memory that fails or crashes at any operation, and that remembers what was flushed. After a crash it keeps what a real disk
// may keep: what was flushed for certain, of everything else nothing, the beginning, or any part [after LevelDB's fault injection test].
import { strFromU8 } from 'fflate'
import { RandomStream } from '../spec/rng.ts'
import { FolderError } from './errors.ts'
import type { Folder, Pieces, StoredFile } from './folder.ts'

export const FAULTS = {
  full: 'The storage is full, once.',
  error: 'An error of the disk, once.',
  broken: 'Errors of the disk from then on.',
  'crash, flushed only': 'Nothing that was not flushed is kept.',
  'crash, beginnings': 'Of what was not flushed, the beginning is kept, of each file as much as chance wants.',
  'crash, any parts': 'Of what was not flushed, later parts may be kept where earlier ones are lost.',
} as const
export type Fault = keyof typeof FAULTS

/** What a file was changed by and not flushed. */
interface Change {
  /** Where the bytes stand; without bytes, where the file is cut or to where it grows. */
  readonly at: number
  readonly bytes: Uint8Array | null
}

interface Inode {
  current: Uint8Array
  flushed: Uint8Array
  changes: Change[]
}

/** A name that was given to a file, or taken away, and not flushed. */
interface Naming {
  readonly path: string
  readonly inode: Inode | null
}

export class FaultyDisk {
  /** Since it was armed or made. */
  operations = 0
  private readonly names = new Map<string, Inode>()
  private readonly flushedNames = new Map<string, Inode>()
  private namings: Naming[] = []
  private readonly folders = new Set<string>([''])
  private fault: Fault | null = null
  private failsAt = 0
  private random = new RandomStream(0, 'dataset')
  /** Every operation fails until the restart. */
  private isDown = false

  /** The `operation`th from now on fails, counted from 1. */
  arm(fault: Fault, operation: number, seed: number): void {
    this.operations = 0
    this.fault = fault
    this.failsAt = operation
    this.random = new RandomStream(seed, 'dataset', operation)
  }

  /** Whether the operation that was to fail was reached. */
  get hasFailed(): boolean {
    return this.operations >= this.failsAt
  }

  /** What is there after a fault: the same disk, as the next program that opens it finds it. */
  restart(): void {
    const fault = this.isDown ? this.fault : null
    this.isDown = false
    this.fault = null
    if (fault === null || fault === 'broken') return
    this.names.clear()
    for (const [path, inode] of this.flushedNames) this.names.set(path, inode)
    for (const { path, inode } of kept(this.namings, fault, this.random)) this.setName(path, inode)
    this.flushNames()
    for (const path of this.names.keys()) this.folders.add(path.slice(0, path.lastIndexOf('/'))) // with a file, its folder comes back
    for (const inode of this.names.values()) {
      inode.current = inode.flushed
      for (const change of keptChanges(inode.changes, fault, this.random)) applyChange(inode, change)
      flushInode(inode)
    }
  }

  /** Another disk with the same contents, all of them flushed. */
  copy(): FaultyDisk {
    const copy = new FaultyDisk()
    for (const [path, { current }] of this.names) copy.setName(path, { current, flushed: current, changes: [] })
    copy.flushNames()
    for (const folder of this.folders) copy.folders.add(folder)
    return copy
  }

  folder(path = ''): Folder {
    const inside = (name: string) => `${path}/${name}`
    return {
      names: async () => this.list(path),
      folder: async (name, create = false) => this.openFolder(inside(name), create),
      file: async (name) => this.open(inside(name)),
      write: (name, pieces) => this.write(inside(name), 0, pieces),
      append: (name, at, pieces) => this.write(inside(name), at, pieces),
      remove: async (name) => this.remove(inside(name)),
    }
  }

  private list(path: string): string[] {
    this.operate(() => undefined)
    const paths = [...this.names.keys(), ...this.folders].filter((one) => one.startsWith(`${path}/`))
    return [...new Set(paths.map((one) => one.slice(path.length + 1).split('/')[0] as string))]
  }

  private openFolder(path: string, create: boolean): Folder {
    this.operate(() => create && this.folders.add(path))
    if (!this.folders.has(path)) throw new FolderError('missing', `There is no folder ${path}.`)
    return this.folder(path)
  }

  private open(path: string): StoredFile {
    this.operate(() => undefined)
    const inode = this.names.get(path)
    if (!inode) throw new FolderError('missing', `There is no file ${path}.`)
    const { current } = inode
    const read = async (from: number, to: number) => {
      this.operate(() => undefined)
      return new Uint8Array(current.subarray(from, to))
    }
    return { size: current.length, read, text: async () => strFromU8(await read(0, current.length)) }
  }

  /** Each step of it may be the one that fails. */
  private async write(path: string, at: number, pieces: Pieces): Promise<void> {
    const isNew = !this.names.has(path)
    if (isNew) this.operate(() => this.setName(path, { current: new Uint8Array(), flushed: new Uint8Array(), changes: [] }), true)
    const inode = this.names.get(path) as Inode
    this.operate(() => change(inode, { at, bytes: null }), true)
    let end = at
    for await (const piece of pieces) {
      const bytes = new Uint8Array(piece)
      this.operate(() => change(inode, { at: end, bytes }), true)
      end += bytes.length
    }
    this.flush(() => flushInode(inode))
    this.flush(() => this.flushNames())
  }

  private remove(path: string): void {
    this.operate(() => {
      for (const name of [...this.names.keys()]) if (name === path || name.startsWith(`${path}/`)) this.setName(name, null)
      for (const name of this.folders) if (name === path || name.startsWith(`${path}/`)) this.folders.delete(name)
    })
  }

  private setName(path: string, inode: Inode | null): void {
    this.namings.push({ path, inode })
    if (inode) this.names.set(path, inode)
    else this.names.delete(path)
  }

  private flushNames(): void {
    this.namings = []
    this.flushedNames.clear()
    for (const [path, inode] of this.names) this.flushedNames.set(path, inode)
  }

  /** An operation that a crash interrupts has taken place in memory; one that fails has not. */
  private operate(effect: () => unknown, needsRoom = false): void {
    const fault = this.nextFault()
    if (fault === 'full') {
      if (needsRoom) throw new FolderError('full', 'The storage is full.')
    } else if (fault === 'error' || fault === 'broken') throw new FolderError('other', 'The disk fails.')
    effect()
    if (fault?.startsWith('crash')) throw new FolderError('other', 'The power is gone.')
  }

  /** What a crash interrupts is not flushed. */
  private flush(effect: () => void): void {
    const fault = this.nextFault()
    if (fault !== null) throw new FolderError(fault === 'full' ? 'full' : 'other', 'It could not be flushed.')
    effect()
  }

  private nextFault(): Fault | null {
    if (this.isDown) throw new FolderError('other', 'The disk is gone.')
    this.operations++
    if (this.fault === null || this.operations !== this.failsAt) return null
    this.isDown = this.fault !== 'full' && this.fault !== 'error'
    return this.fault
  }
}

function change(inode: Inode, one: Change): void {
  inode.changes.push(one)
  applyChange(inode, one)
}

function applyChange(inode: Inode, { at, bytes }: Change): void {
  const size = bytes ? Math.max(inode.current.length, at + bytes.length) : at
  const next = new Uint8Array(size) // zeros where nothing was written
  next.set(inode.current.subarray(0, size))
  if (bytes) next.set(bytes, at)
  inode.current = next
}

function flushInode(inode: Inode): void {
  inode.flushed = inode.current
  inode.changes = []
}

/** What a crash leaves of what was not flushed, in its order. */
function kept<T>(unflushed: readonly T[], fault: Fault, random: RandomStream): T[] {
  switch (fault) {
    case 'crash, beginnings':
      return unflushed.slice(0, random.below(unflushed.length + 1))
    case 'crash, any parts':
      return unflushed.filter(() => random.below(2) === 0)
    default:
      return []
  }
}

/** Of the last piece perhaps only the beginning. */
function keptChanges(changes: readonly Change[], fault: Fault, random: RandomStream): Change[] {
  const all = kept(changes, fault, random)
  const last = all.pop()
  if (!last) return []
  return [...all, { ...last, bytes: last.bytes ? last.bytes.slice(0, random.below(last.bytes.length + 1)) : null }]
}
