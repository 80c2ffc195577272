// Opens the browser's pickers for files and folders.
import type { DataSource } from '../../protocol.ts'
import type { FolderHandle } from '../../spec/files.ts'
import { fromInput } from './collect-files.ts'

/** Null if the person cancels. Must be called from a click. */
export async function askForImages(origin: 'zip' | 'files' | 'folder'): Promise<DataSource | null> {
  if (origin !== 'folder' || !canPickFolders()) return askForFiles(origin === 'folder')
  const handle = await pickFolder()
  return handle && { kind: 'folder', name: handle.name, handle }
}

function askForFiles(webkitdirectory: boolean): Promise<DataSource | null> {
  const input = document.createElement('input')
  Object.assign(input, { type: 'file', multiple: true, hidden: true, accept: 'image/*,.zip', webkitdirectory })
  document.body.append(input) // a detached input may be garbage-collected while the picker is open
  return new Promise<DataSource | null>((resolve) => {
    input.onchange = () => resolve(input.files?.length ? fromInput(input.files) : null)
    input.oncancel = () => resolve(null)
    input.click()
  }).finally(() => input.remove())
}

// The File System Access API, with which a folder can be read again later. Not every browser has it, and TypeScript's DOM library lacks it.
interface FolderPicker {
  showDirectoryPicker?(options: { readonly mode: 'read' }): Promise<FolderHandle>
}
interface Guarded {
  requestPermission?(options: { readonly mode: 'read' }): Promise<PermissionState>
}

export function canPickFolders(): boolean {
  return (globalThis as FolderPicker).showDirectoryPicker !== undefined
}

/** The chosen folder, or null if the person cancels. */
export async function pickFolder(): Promise<FolderHandle | null> {
  try {
    return (await (globalThis as FolderPicker).showDirectoryPicker?.({ mode: 'read' })) ?? null
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null
    throw error
  }
}

/** Whether the folder may be read again; asks the person if needed. Must be called from a click. */
export async function mayRead(folder: FolderHandle & Guarded): Promise<boolean> {
  return (await folder.requestPermission?.({ mode: 'read' })) === 'granted'
}
