// Files from an input or a drop, as the trainer takes them: the path inside the chosen folder and the file.
import type { DataSource, ListedFile, PickedFile } from '../../protocol.ts'
import { readDrop } from './read-drop.ts'

type FilesSource<T extends ListedFile> = Extract<DataSource, { kind: 'files' }> & { readonly files: readonly T[] }

/** After so many files the page gets a breath, so that a folder of 50,000 never holds it up. */
const CHUNK = 1000

export async function fromInput(list: FileList): Promise<FilesSource<PickedFile>> {
  const files: PickedFile[] = []
  for (let i = 0; i < list.length; i++) {
    const file = list[i]
    if (file) files.push({ path: file.webkitRelativePath || file.name, file })
    if (i % CHUNK === CHUNK - 1) await breathe()
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

function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
