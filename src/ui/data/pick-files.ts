// Files or a folder that a person is asked for at once, wherever the button stands.
import type { DataSource } from '../../protocol.ts'
import type { FolderHandle } from '../../spec/files.ts'
import { fromInput } from './collect-files.ts'

/** Null where the person thinks better of it. Only right after a click. */
export async function askForImages(origin: 'zip' | 'files' | 'folder'): Promise<DataSource | null> {
  if (origin !== 'folder' || !canPickFolders()) return askForFiles(origin === 'folder')
  const handle = await pickFolder()
  return handle && { kind: 'folder', name: handle.name, handle }
}

function askForFiles(webkitdirectory: boolean): Promise<DataSource | null> {
  const input = document.createElement('input')
  Object.assign(input, { type: 'file', multiple: true, hidden: true, accept: 'image/*,.zip', webkitdirectory })
  document.body.append(input) // one that stands nowhere may be cleared away while the person looks for the files
  return new Promise<DataSource | null>((resolve) => {
    input.onchange = () => resolve(input.files?.length ? fromInput(input.files) : null)
    input.oncancel = () => resolve(null)
    input.click()
  }).finally(() => input.remove())
}

// Folders that the browser lets be read again on another day, where it has such: then new files in them can be found.
// The File System Access API; the language's library does not name it, and not every browser has it.
interface FolderPicker {
  showDirectoryPicker?(options: { readonly mode: 'read' }): Promise<FolderHandle>
}
interface Guarded {
  requestPermission?(options: { readonly mode: 'read' }): Promise<PermissionState>
}

export function canPickFolders(): boolean {
  return (globalThis as FolderPicker).showDirectoryPicker !== undefined
}

/** The folder a person picks, or null where they think better of it. */
export async function pickFolder(): Promise<FolderHandle | null> {
  try {
    return (await (globalThis as FolderPicker).showDirectoryPicker?.({ mode: 'read' })) ?? null
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null
    throw error
  }
}

/** Asks the person, if need be, whether the folder may be read again. Only right after a click. */
export async function mayRead(folder: FolderHandle & Guarded): Promise<boolean> {
  return (await folder.requestPermission?.({ mode: 'read' })) === 'granted'
}
