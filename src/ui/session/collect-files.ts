// Files from an input or a drop, as the trainer takes them: the path inside the chosen folder and the file.
import { fromEvent } from 'file-selector'
import type { DataSource, PickedFile } from '../../protocol.ts'

type FilesSource = Extract<DataSource, { kind: 'files' }>

/** After so many files the page gets a breath, so that a folder of 50,000 never holds it up. */
const CHUNK = 1000

/** What systems put into folders by themselves; nobody chose these. */
function isSystemFile(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX' || part === 'Thumbs.db' || part === 'desktop.ini')
}

export async function fromInput(list: FileList): Promise<FilesSource> {
  const files: PickedFile[] = []
  for (let i = 0; i < list.length; i++) {
    const file = list[i]
    if (file) files.push({ path: file.webkitRelativePath || file.name, file })
    if (i % CHUNK === CHUNK - 1) await breathe()
  }
  return toSource(files)
}

/** Folders come whole, however deep and however many files they hold. */
export async function fromDrop(event: DragEvent): Promise<FilesSource> {
  const dropped = await fromEvent(event)
  const files: PickedFile[] = []
  for (const [i, item] of dropped.entries()) {
    if (item instanceof File) files.push({ path: droppedPath(item), file: item })
    if (i % CHUNK === CHUNK - 1) await breathe()
  }
  return toSource(files)
}

/** file-selector gives “/folder/a.png” or “./a.png”. */
function droppedPath(file: File): string {
  const path = 'relativePath' in file && typeof file.relativePath === 'string' ? file.relativePath : file.name
  return path.replace(/^\.?\//, '')
}

/** One folder gives its name to the set and leaves the paths; several things are named by their number. */
export function toSource(all: readonly PickedFile[]): FilesSource {
  const files = all.filter(({ path }) => !isSystemFile(path))
  const first = files[0]?.path.split('/') ?? []
  const folder = first.length > 1 ? first[0] : undefined
  if (folder !== undefined && files.every(({ path }) => path.startsWith(`${folder}/`))) {
    const inside = files.map(({ path, file }) => ({ path: path.slice(folder.length + 1), file }))
    return { kind: 'files', name: folder, files: inside }
  }
  const name = files.length === 1 && files[0] ? files[0].path : `${files.length} files`
  return { kind: 'files', name, files }
}

function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
