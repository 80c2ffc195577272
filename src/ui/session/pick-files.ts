// Files or a folder that a person is asked for at once, wherever the button stands.
import type { DataSource } from '../../protocol.ts'
import { fromInput } from './collect-files.ts'
import { canPickFolders, pickFolder } from './pick-folder.ts'

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
