// A run copied from elsewhere, such as a project file, into a folder of its own. Its head is written last: until then there is no run.
import { strToU8 } from 'fflate'
import { inPieces } from '../data/bytes.ts'
import { throwIfCancelled, type WorkOptions } from '../spec/cancel.ts'
import { formatEvent } from '../spec/run-log.ts'
import type { Folder } from './folder.ts'
import { writeHead } from './head-pair.ts'
import { historyFile, RUN_HEAD, snapshotFile } from './run-files.ts'
import { writeRecord } from './run-record.ts'
import type { RunRecord, StoredRun, StoredSnapshot } from './stored-run.ts'

/** @param changes what differs in the copy. @throws CancelledError, StoredRunError where a snapshot is damaged */
export async function copyRun(
  run: StoredRun,
  folder: Folder,
  changes: Pick<RunRecord, 'id'> & Partial<RunRecord>,
  { onProgress, signal }: WorkOptions = {},
): Promise<void> {
  const { snapshots, best } = run.record
  const copies: StoredSnapshot[] = []
  for (const snapshot of snapshots) {
    const file = snapshotFile(snapshot.step, copies.length + 1)
    await folder.write(file, inPieces(await run.snapshot(snapshot.file)))
    copies.push({ ...snapshot, file })
    onProgress?.(copies.length / snapshots.length)
    throwIfCancelled(signal)
  }
  const lines = strToU8((await run.events()).map((event) => `${formatEvent(event)}\n`).join(''))
  const history = { file: historyFile(null), bytes: lines.length }
  await folder.write(history.file, inPieces(lines))
  const bestCopy = copies[snapshots.findIndex(({ file }) => file === best?.file)]
  const copy: RunRecord = {
    ...run.record,
    snapshots: copies,
    best: best && bestCopy ? { ...best, file: bestCopy.file } : null,
    history,
    deletedAt: null,
    exportedAt: null,
    ...changes,
    sequence: copies.length + 1,
  }
  await writeHead(folder, RUN_HEAD, writeRecord(copy), null)
}
