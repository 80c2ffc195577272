// Files from an input or a drop, as the trainer takes them: the path inside the chosen folder and the file.
import type { DataSource, ListedFile, PickedFile } from '../../protocol.ts'

type FilesSource<T extends ListedFile> = Extract<DataSource, { kind: 'files' }> & { readonly files: readonly T[] }

/** After so many files the page gets a breath, so that a folder of 50,000 never holds it up. */
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

/** Folders come whole, however deep and however many files they hold. */
export async function fromDrop(transfer: DataTransfer): Promise<FilesSource<ListedFile>> {
  return toSource(await readDrop(transfer))
}

/** One folder gives its name to the set and leaves the paths; several things are named by their number. */
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

// Files and folders that were dropped, folders read to the bottom. (file-selector joins its lists in quadratic time and holds the page
// up for seconds from 20,000 files on, so this is done here.)
/** What a drop holds can only be asked for while its event runs: the first lines come before any `await`. */
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

/** Files asked for at once: enough to keep the disk busy, few enough that no task is long. */
const BATCH = 24

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

const pathOf = ({ fullPath }: FileSystemEntry) => fullPath.replace(/^\//, '')

/** What cannot be opened goes on without its file: the import then names it and drops nothing else. */
async function readFile(entry: FileSystemFileEntry): Promise<ListedFile> {
  const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject)).catch(() => null)
  return { path: pathOf(entry), file }
}

/** Browsers hand a folder over in parts (Chrome in hundreds), the last of which is empty. Returns the folder itself where it cannot be read to its end. */
async function readFolder(folder: FileSystemDirectoryEntry, into: FileSystemEntry[]): Promise<ListedFile[]> {
  const reader = folder.createReader()
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject)).catch(() => null)
    if (part === null) return [{ path: pathOf(folder), file: null }]
    if (part.length === 0) return []
    into.push(...part)
  }
}
