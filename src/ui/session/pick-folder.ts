// Folders that the browser lets be read again on another day, where it has such: then new files in them can be found.
import type { FolderHandle } from '../../spec/files.ts'

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
