// A folder that the browser lets be read, to the bottom, without recursion: what cannot be read is named and stops nothing.
import { forEachConcurrently } from '../data/concurrency.ts'
import { TrainingError } from '../gan/errors.ts'
import type { PickedFile } from '../protocol.ts'
import type { FileHandle, Finding, FolderHandle } from '../spec/files.ts'

/** Files asked for at once: enough to keep the disk busy. */
const LANES = 24

export interface Walked {
  readonly files: readonly PickedFile[]
  /** Of folders and files that could not be read. */
  readonly findings: readonly Finding[]
}

/** Paths are those inside the folder. Stops where it is when the signal is aborted. @throws TrainingError where the folder itself cannot be read */
export async function walkFolder(root: FolderHandle, signal: { readonly aborted: boolean }): Promise<Walked> {
  const files: PickedFile[] = []
  const findings: Finding[] = []
  const waiting = [{ folder: root, path: '' }]
  for (let next = waiting.pop(); next && !signal.aborted; next = waiting.pop()) {
    const { folder, path } = next
    const found: { handle: FileHandle; path: string }[] = []
    try {
      for await (const entry of folder.values()) {
        if (signal.aborted) break
        if (entry.kind === 'file') found.push({ handle: entry, path: path + entry.name })
        else waiting.push({ folder: entry, path: `${path + entry.name}/` })
      }
    } catch {
      if (folder === root) throw closed(root.name)
      findings.push(unreadable(path, 'The folder could not be read to its end: it may have been moved, or reading it is not allowed.'))
    }
    await forEachConcurrently(found, LANES, async ({ handle, path: filePath }) => {
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

function closed(name: string): TrainingError {
  const message = `The folder “${name}” cannot be read: it has been moved, or the browser was not allowed to read it.`
  return new TrainingError({ reason: 'bad-data', message, advice: 'Allow it when the browser asks, or choose the folder again.' })
}
