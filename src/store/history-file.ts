// The history of a run in its file: lines are appended behind what a head says is valid, and a file that grows too long is replaced by a shorter one.
import { strFromU8, strToU8 } from 'fflate'
import { inPieces } from '../data/bytes.ts'
import { formatEvent, parseEvent, parseEvents } from '../spec/run-log.ts'
import type { RunEvent } from '../spec/runs.ts'
import { hasFault } from './errors.ts'
import type { Folder, StoredFile } from './folder.ts'
import type { RunRecord } from './stored-run.ts'

type History = RunRecord['history']

/** Some 40,000 reports: more than a chart shows. */
export const HISTORY_BYTES = 16_000_000

/** What is valid of a history. */
export async function readHistory(folder: Folder, { file, bytes }: History): Promise<RunEvent[]> {
  return parseEvents(await readText(folder, file, bytes))
}

/** @param nextFile for a history that is rewritten because it would be longer than `maxBytes` */
export async function appendHistory(
  folder: Folder,
  history: History,
  events: readonly RunEvent[],
  nextFile: string,
  maxBytes: number,
): Promise<History> {
  if (events.length === 0) return history
  const lines = strToU8(events.map((event) => `${formatEvent(event)}\n`).join(''))
  if (history.bytes + lines.length > maxBytes) return rewrite(folder, history, lines, nextFile)
  const there = Math.min(history.bytes, (await fileOrNull(folder, history.file))?.size ?? 0)
  const pieces = there < history.bytes ? [strToU8('\n'), lines] : [lines] // a damaged file ends within a line
  await folder.append(history.file, there, pieces)
  return { file: history.file, bytes: pieces.reduce((sum, { length }) => sum + length, there) }
}

/** Without every second report. */
async function rewrite(folder: Folder, { file, bytes }: History, lines: Uint8Array, nextFile: string): Promise<History> {
  const text = await readText(folder, file, bytes)
  let steps = 0
  const kept = text.split('\n').filter((line) => {
    const event = parseEvent(line)?.event
    return event !== undefined && (event !== 'step' || steps++ % 2 === 1)
  })
  const before = strToU8(kept.map((line) => `${line}\n`).join(''))
  await folder.write(nextFile, [...inPieces(before), lines])
  return { file: nextFile, bytes: before.length + lines.length }
}

/** What is valid of a file; empty where it is gone. */
async function readText(folder: Folder, name: string, bytes: number): Promise<string> {
  const file = await fileOrNull(folder, name)
  return file ? strFromU8(await file.read(0, bytes)) : ''
}

async function fileOrNull(folder: Folder, name: string): Promise<StoredFile | null> {
  try {
    return await folder.file(name)
  } catch (error) {
    if (hasFault(error, 'missing')) return null // the weights are worth more than their history
    throw error
  }
}
