// All files in and below a folder that a person has picked. What cannot be read is listed and stops nothing.
import { forEachConcurrently } from '../data/concurrency.ts'
import { TrainingError } from '../gan/errors.ts'
import type { PickedFile } from '../protocol.ts'
import type { CancelSignal } from '../spec/cancel.ts'
import type { FileHandle, Finding, FolderHandle } from '../spec/files.ts'

/** Files that are opened at the same time: enough to keep the disk busy. */
const CONCURRENT_FILES = 24

interface FolderContents {
  readonly files: readonly PickedFile[]
  /** Of folders and files that could not be read. */
  readonly findings: readonly Finding[]
}

/** @returns paths relative to the folder; incomplete once the signal is aborted. @throws TrainingError where the folder itself cannot be read */
export async function readFolder(root: FolderHandle, signal: CancelSignal): Promise<FolderContents> {
  const files: PickedFile[] = []
  const findings: Finding[] = []
  const queue = [{ folder: root, path: '' }]
  for (let next = queue.pop(); next && !signal.aborted; next = queue.pop()) {
    const { folder, path } = next
    const found: { handle: FileHandle; path: string }[] = []
    try {
      for await (const entry of folder.values()) {
        if (signal.aborted) break
        if (entry.kind === 'file') found.push({ handle: entry, path: path + entry.name })
        else queue.push({ folder: entry, path: `${path + entry.name}/` })
      }
    } catch {
      if (folder === root) throw folderUnreadable(root.name)
      findings.push(unreadable(path, 'The folder could not be read to its end: it may have been moved, or reading it is not allowed.'))
    }
    await forEachConcurrently(found, CONCURRENT_FILES, async ({ handle, path: filePath }) => {
      if (signal.aborted) return
      const file = await handle.getFile().catch(() => null)
      if (file) files.push({ path: filePath, file })
      else findings.push(unreadable(filePath, 'The file could not be read: it may have been moved, or reading it is not allowed.'))
    })
  }
  return { files, findings }
}

function unreadable(path: string, sentence: string): Finding {
  return { path, kind: 'unreadable', sentence, image: null }
}

function folderUnreadable(name: string): TrainingError {
  const message = `The folder “${name}” cannot be read: it has been moved, or the browser was not allowed to read it.`
  return new TrainingError({ reason: 'bad-data', message, advice: 'Allow it when the browser asks, or choose the folder again.' })
}
