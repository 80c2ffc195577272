// Two small files that take turns to say what is valid: `NAME-0` and `NAME-1`. A commit writes over the older one, so whatever happens while
// it does, the newer one is whole. Each is a line of JSON and a line with the sum of that line.
import { strToU8 } from 'fflate'
import { crc32 } from '../data/bytes.ts'
import { hasFault } from './errors.ts'
import type { Folder } from './folder.ts'

/** What every head has; the rest is for its reader to judge. */
export interface Head {
  /** Increased by every commit. */
  readonly sequence: number
}

/** A head whose sum checks out. */
export interface FoundHead extends Head {
  readonly slot: Slot
  /** Of its JSON, in bytes: of the whole file. */
  readonly bytes: number
  readonly value: unknown
}

/** What was found of a pair. */
export interface FoundHeads {
  /** Those that check out, the newer one first. */
  readonly heads: readonly FoundHead[]
  /**
   * How many of the two files were written to their end, also those that are damaged now: with none, nothing was ever committed. One that is cut
   * short is a commit that was interrupted.
   */
  readonly files: number
}

/** Perhaps another one than that of the content: the line before ends with a brace. */
const SUM_AT_END = /[^}]{8}\n$/

type Slot = 0 | 1
const SLOTS: readonly Slot[] = [0, 1]

export function headFile(name: string, slot: Slot): string {
  return `${name}-${slot}`
}

export function headFiles(name: string): string[] {
  return SLOTS.map((slot) => headFile(name, slot))
}

/** @throws FolderError where a file is there but cannot be read */
export async function readHeads(folder: Folder, name: string): Promise<FoundHeads> {
  const texts = await Promise.all(SLOTS.map((slot) => readText(folder, headFile(name, slot))))
  const heads = texts.map((text, slot) => parseHead(text, slot as Slot)).filter((head) => head !== null)
  return {
    heads: heads.sort((one, other) => other.sequence - one.sequence),
    files: texts.filter((text) => text && SUM_AT_END.test(text)).length,
  }
}

/** Commits: resolves when the head is on the disk. @param current the head to stay as it is; null for a first commit. @returns the new one */
export async function writeHead(folder: Folder, name: string, head: Head, current: FoundHead | null): Promise<FoundHead> {
  const slot: Slot = current?.slot === 0 ? 1 : 0
  const bytes = strToU8(formatHead(head))
  await folder.write(headFile(name, slot), [bytes])
  return { slot, sequence: head.sequence, bytes: bytes.length, value: head }
}

/**
 * Makes sure that a head which was read is on the disk: where whoever wrote it was killed before it was flushed, it may only be in memory, and
 * must not be relied on when the other one is written over.
 */
export async function flushHead(folder: Folder, name: string, { slot, bytes }: FoundHead): Promise<void> {
  await folder.append(headFile(name, slot), bytes, [])
}

function formatHead(head: Head): string {
  const line = JSON.stringify(head)
  return `${line}\n${sumOf(line)}\n`
}

function parseHead(text: string | null, slot: Slot): FoundHead | null {
  const [line = '', sum, end] = (text ?? '').split('\n')
  if (sum !== sumOf(line) || end !== '') return null
  const value = parseJson(line)
  const { sequence } = (value ?? {}) as { sequence?: unknown }
  return Number.isSafeInteger(sequence) ? { slot, sequence: sequence as number, bytes: strToU8(text ?? '').length, value } : null
}

function sumOf(line: string): string {
  return crc32(strToU8(line)).toString(16).padStart(8, '0')
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null // nobody writes a sum below what is no JSON, except to harm
  }
}

async function readText(folder: Folder, name: string): Promise<string | null> {
  try {
    return await (await folder.file(name)).text()
  } catch (error) {
    if (hasFault(error, 'missing')) return null
    throw error
  }
}
