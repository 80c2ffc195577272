// Collects files from a file input or a drop as the trainer expects them: the path inside the chosen folder, and the file.
import type { DataSource, ListedFile, PickedFile } from '../../protocol.ts'

type FilesSource<T extends ListedFile> = Extract<DataSource, { kind: 'files' }> & { readonly files: readonly T[] }

/** Files per task: a folder of 50,000 must not block the main thread. */
const CHUNK = 1000

export async function fromInput(list: FileList): Promise<FilesSource<PickedFile>> {
  const files: PickedFile[] = []
  for (let i = 0; i < list.length; i++) {
    const file = list[i]
    if (file) files.push({ path: file.webkitRelativePath || file.name, file })
    if (i % CHUNK === CHUNK - 1) await nextTask()
  }
  return toSource(files)
}

/** Includes whole folders of any depth and size. */
export async function fromDrop(transfer: DataTransfer): Promise<FilesSource<ListedFile>> {
  return toSource(await readDrop(transfer))
}

/** A single folder names the set and is removed from the paths; otherwise the set is named after its only file or the number of files. */
export function toSource<T extends ListedFile>(files: readonly T[]): FilesSource<T> {
  const first = files[0]?.path.split('/') ?? []
  const folder = first.length > 1 ? first[0] : undefined
  if (folder !== undefined && files.every(({ path }) => path.startsWith(`${folder}/`))) {
    const inside = files.map((one) => ({ ...one, path: one.path.slice(folder.length + 1) }))
    return { kind: 'files', name: folder, files: inside }
  }
  const name = files.length === 1 && files[0] ? files[0].path : `${files.length} files`
  return { kind: 'files', name, files }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}

/**
 * All files of a drop, folders included. The entries of a drop are only readable during its event, so they are collected before any `await`.
 * Written by hand because file-selector concatenates its lists in quadratic time and blocks the page for seconds from 20,000 files on.
 */
export async function readDrop(transfer: Pick<DataTransfer, 'items'>): Promise<ListedFile[]> {
  const files: ListedFile[] = []
  const waiting: FileSystemEntry[] = []
  for (const item of transfer.items) {
    const entry = item.webkitGetAsEntry()
    const file = entry ? null : item.getAsFile()
    if (entry) waiting.push(entry)
    if (file) files.push({ path: file.name, file })
  }
  while (waiting.length > 0) {
    const entries = waiting.splice(-BATCH)
    files.push(...(await Promise.all(entries.filter(isFile).map(readFile))))
    for (const folder of entries.filter(isFolder)) files.push(...(await readFolder(folder, waiting)))
  }
  return files
}

/** Files read at once: enough to keep the disk busy, few enough that no task is long. */
const BATCH = 24

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

const pathOf = ({ fullPath }: FileSystemEntry) => fullPath.replace(/^\//, '')

/** A file that cannot be opened is passed on as null, so that the import can report it. */
async function readFile(entry: FileSystemFileEntry): Promise<ListedFile> {
  const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject)).catch(() => null)
  return { path: pathOf(entry), file }
}

/** `readEntries` returns a part at a time (100 in Chrome), and finally an empty one. Returns the folder itself if it cannot be read completely. */
async function readFolder(folder: FileSystemDirectoryEntry, into: FileSystemEntry[]): Promise<ListedFile[]> {
  const reader = folder.createReader()
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject)).catch(() => null)
    if (part === null) return [{ path: pathOf(folder), file: null }]
    if (part.length === 0) return []
    into.push(...part)
  }
}
