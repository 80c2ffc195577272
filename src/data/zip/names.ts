// The names of files in a zip. They are bytes; a flag may say that they are UTF-8, an extra field may repeat them in Unicode, and where there is
// neither (Windows, older programs) the encoding is guessed, for the whole archive at once.
// APPNOTE.TXT 6.3.10: 4.4.4 (bit 11), 4.6.9 (Info-ZIP Unicode Path), appendix D.
import { ascii, crc32, u16le, u32le } from '../bytes.ts'
import { decodeText, guessEncoding } from './encodings.ts'

export interface RawName {
  readonly bytes: Uint8Array
  /** According to the flag, which may be wrong. */
  readonly isUtf8: boolean
  /** The extra fields of the entry. */
  readonly extra: Uint8Array
}

const UNICODE_PATH = 0x7075
const UNICODE_PATH_VERSION = 1
/** After the version and the checksum of the name's bytes. */
const UNICODE_PATH_START = 5

/** The data of all extra fields of a kind. */
export function extraFields(extra: Uint8Array, kind: number): Uint8Array[] {
  const fields: Uint8Array[] = []
  for (let at = 0; at + 4 <= extra.length; at += 4 + u16le(extra, at + 2)) {
    if (u16le(extra, at) === kind) fields.push(extra.subarray(at + 4, at + 4 + u16le(extra, at + 2)))
  }
  return fields
}

/** Valid only for the bytes whose checksum it has: a program that ignores the field may have renamed the file since. */
function unicodePath({ bytes, extra }: RawName): string | null {
  const isOfName = (field: Uint8Array) =>
    field[0] === UNICODE_PATH_VERSION && field.length > UNICODE_PATH_START && u32le(field, 1) === crc32(bytes)
  const field = extraFields(extra, UNICODE_PATH).find(isOfName)
  return field ? decodeText(field.subarray(UNICODE_PATH_START), 'utf-8') : null
}

/** A name whose encoding is known; null where it has to be guessed. */
function knownName(name: RawName): string | null {
  const inUnicode = unicodePath(name) // first: where programs cannot encode a letter, the bytes have a question mark or an underscore
  if (inUnicode !== null) return inUnicode
  if (name.bytes.every((byte) => byte < 0x80)) return ascii(name.bytes, 0, name.bytes.length)
  return name.isUtf8 ? decodeText(name.bytes, 'utf-8') : null
}

/** The names as text, with `/` between folders whatever the system. Different bytes may give the same text. */
export function readNames(names: readonly RawName[]): string[] {
  const known = names.map(knownName)
  const unknown = names.filter((_, i) => known[i] === null).map(({ bytes }) => bytes)
  const encoding = unknown.length > 0 ? guessEncoding(unknown) : 'utf-8'
  const texts = names.map(({ bytes }, i) => known[i] ?? decodeText(bytes, encoding) ?? decodeText(bytes, 'ibm437') ?? '')
  return texts.map((text) => text.replaceAll('\\', '/'))
}
