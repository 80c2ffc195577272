// Tells by its content whether a file that was dropped or picked holds a run, a project file or a checkpoint, or images.
import type { FileLike } from '../../spec/files.ts'

/** The first entry of every project file: a zip of images has another. */
const PROJECT_ENTRY = 'project.json'

/** A zip begins with the header of its first entry: [PKWARE APPNOTE, 4.3.7] signature, and further on the length of its name and the name. */
const ZIP_ENTRY = { signature: 0x04034b50, nameLengthAt: 26, nameAt: 30 } as const

/** A safetensors file begins with the length of its JSON header, which begins with a brace. */
const BRACE = 0x7b
const LENGTH_BYTES = 8
/** Longest header that the format allows. */
const MAX_HEADER = 100_000_000

export async function isRunFile(file: FileLike): Promise<boolean> {
  if (/\.safetensors$/i.test(file.name)) return true // never an image: if it is damaged, that is what must be said
  const head = await file.slice(0, ZIP_ENTRY.nameAt + PROJECT_ENTRY.length).arrayBuffer()
  return isProject(head) || isSafetensors(head, file.size)
}

function isProject(head: ArrayBuffer): boolean {
  const view = new DataView(head)
  if (head.byteLength < ZIP_ENTRY.nameAt || view.getUint32(0, true) !== ZIP_ENTRY.signature) return false
  const name = new TextDecoder().decode(head.slice(ZIP_ENTRY.nameAt))
  return view.getUint16(ZIP_ENTRY.nameLengthAt, true) === PROJECT_ENTRY.length && name === PROJECT_ENTRY
}

function isSafetensors(head: ArrayBuffer, size: number): boolean {
  const view = new DataView(head)
  if (head.byteLength <= LENGTH_BYTES || view.getUint8(LENGTH_BYTES) !== BRACE) return false
  const length = view.getBigUint64(0, true)
  return length <= BigInt(Math.min(MAX_HEADER, size - LENGTH_BYTES))
}
