// Tells by its content whether a file that was dropped or picked holds a run, a project file or a checkpoint, or images. Only a few bytes are read:
// opening it is the trainer's work.
import type { FileLike } from '../../spec/files.ts'

/** Every project file has this entry: a zip of images has none of the name. */
const PROJECT_ENTRY = 'project.json'
/** A project file has one entry for each snapshot; a zip of more than this has images. */
const MAX_ENTRIES = 10_000

/** The record at the end of a zip, before a comment of up to 64 KB, says where the list of its entries is [PKWARE APPNOTE, 4.3.16]. */
const END = { signature: 0x06054b50, length: 22, countAt: 10, listLengthAt: 12, listAt: 16, maxComment: 0xffff } as const
/** An entry of that list [PKWARE APPNOTE, 4.3.12]. */
const ENTRY = { signature: 0x02014b50, length: 46, nameLengthAt: 28, extraLengthAt: 30, commentLengthAt: 32 } as const

/** A safetensors file begins with the length of its JSON header, which begins with a brace. */
const BRACE = 0x7b
const LENGTH_BYTES = 8
/** Longest header that the format allows. */
const MAX_HEADER = 100_000_000

export async function isRunFile(file: FileLike): Promise<boolean> {
  if (/\.safetensors$/i.test(file.name)) return true // never an image: if it is damaged, that is what must be said
  return (await isSafetensors(file)) || (await isProject(file))
}

async function read(file: FileLike, from: number, to: number): Promise<DataView> {
  return new DataView(await file.slice(Math.max(0, from), Math.min(to, file.size)).arrayBuffer())
}

async function isSafetensors(file: FileLike): Promise<boolean> {
  const head = await read(file, 0, LENGTH_BYTES + 1)
  if (head.byteLength <= LENGTH_BYTES || head.getUint8(LENGTH_BYTES) !== BRACE) return false
  return head.getBigUint64(0, true) <= BigInt(Math.min(MAX_HEADER, file.size - LENGTH_BYTES))
}

async function isProject(file: FileLike): Promise<boolean> {
  const tail = await read(file, file.size - END.length - END.maxComment, file.size)
  let at = tail.byteLength - END.length
  while (at >= 0 && tail.getUint32(at, true) !== END.signature) at--
  if (at < 0 || tail.getUint16(at + END.countAt, true) > MAX_ENTRIES) return false
  const from = tail.getUint32(at + END.listAt, true)
  const list = await read(file, from, from + tail.getUint32(at + END.listLengthAt, true))
  return namesIn(list).includes(PROJECT_ENTRY)
}

function namesIn(list: DataView): readonly string[] {
  const names: string[] = []
  for (let at = 0; at + ENTRY.length <= list.byteLength && list.getUint32(at, true) === ENTRY.signature; ) {
    const nameAt = list.byteOffset + at + ENTRY.length
    const nameLength = list.getUint16(at + ENTRY.nameLengthAt, true)
    names.push(new TextDecoder().decode(list.buffer.slice(nameAt, nameAt + nameLength)))
    at += ENTRY.length + nameLength + list.getUint16(at + ENTRY.extraLengthAt, true) + list.getUint16(at + ENTRY.commentLengthAt, true)
  }
  return names
}
