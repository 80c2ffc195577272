// Files and folders that were dropped, folders read to the bottom. (file-selector joins its lists in quadratic time and holds the page
// up for seconds from 20,000 files on, so this is done here.)
import type { PickedFile } from '../../protocol.ts'

/** What a drop holds can only be asked for while its event runs: the first lines come before any `await`. */
export async function readDrop(transfer: Pick<DataTransfer, 'items'>): Promise<PickedFile[]> {
  const files: PickedFile[] = []
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
    for (const folder of entries.filter(isFolder)) await readFolder(folder, waiting)
  }
  return files
}

/** Files asked for at once: enough to keep the disk busy, few enough that no task is long. */
const BATCH = 24

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

/** A file that cannot be opened goes on as an empty one: the import then lists it instead of dropping the rest. */
async function readFile(entry: FileSystemFileEntry): Promise<PickedFile> {
  const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject)).catch(() => new File([], entry.name))
  return { path: entry.fullPath.replace(/^\//, ''), file }
}

/** Browsers hand a folder over in parts (Chrome in hundreds), the last of which is empty. */
async function readFolder(folder: FileSystemDirectoryEntry, into: FileSystemEntry[]): Promise<void> {
  const reader = folder.createReader()
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject)).catch(() => [])
    if (part.length === 0) return
    into.push(...part)
  }
}
