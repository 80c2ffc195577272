// Zips as no honest program writes them: every field of an entry can be set apart. Nothing is packed.
import { strToU8 } from 'fflate'
import { crc32, joined } from '../bytes.ts'

export interface Part {
  /** A string is a letter a byte, as no encoding in particular. */
  readonly name: string | Uint8Array
  readonly bytes?: Uint8Array
  /** What the directory says where that is not true. */
  readonly claims?: Partial<Claims>
}

interface Claims {
  readonly flags: number
  readonly method: number
  readonly packedSize: number
  readonly size: number
  readonly offset: number
  readonly extra: Uint8Array
  /** Permissions and kind of file, as on Unix. */
  readonly mode: number
}

interface Whole {
  /** Bytes before the archive, which its offsets count or do not. */
  readonly before?: Uint8Array
  readonly counted?: boolean
  /** Which of several files an archive was cut into this is. */
  readonly disk?: number
  readonly comment?: Uint8Array
}

const u16 = (value: number) => [value & 255, (value >> 8) & 255]
const u32 = (value: number) => [...u16(value), ...u16(value >>> 16)]
const nameOf = ({ name }: Part) => (typeof name === 'string' ? strToU8(name, true) : name)

function localHeader(part: Part): Uint8Array {
  const { bytes = new Uint8Array() } = part
  const name = nameOf(part)
  const sizes = [...u32(bytes.length), ...u32(bytes.length), ...u16(name.length), ...u16(0)]
  return joined(strToU8('PK\x03\x04'), [...u16(20), ...u16(0), ...u16(0), ...u16(0), ...u16(0)], u32(crc32(bytes)), sizes, name)
}

function directoryEntry(part: Part, at: number): Uint8Array {
  const { bytes = new Uint8Array(), claims = {} } = part
  const { flags = 0, method = 0, size = bytes.length, packedSize = size, offset = at, extra = new Uint8Array(), mode } = claims
  const name = nameOf(part)
  const system = mode === undefined ? 0 : 3
  return joined(
    strToU8('PK\x01\x02'),
    [20, system, ...u16(20), ...u16(flags), ...u16(method), ...u16(0), ...u16(0)],
    [...u32(crc32(bytes)), ...u32(packedSize), ...u32(size), ...u16(name.length), ...u16(extra.length), ...u16(0), ...u16(0), ...u16(0)],
    [...u16(0), ...u16(mode ?? 0), ...u32(offset)],
    name,
    extra,
  )
}

export function zipOf(
  parts: readonly Part[],
  { before = new Uint8Array(), counted = true, disk = 0, comment = new Uint8Array() }: Whole = {},
) {
  const files: Uint8Array[] = []
  const entries: Uint8Array[] = []
  let at = counted ? before.length : 0
  for (const part of parts) {
    const file = joined(localHeader(part), part.bytes ?? [])
    files.push(file)
    entries.push(directoryEntry(part, at))
    at += file.length
  }
  const directory = joined(...entries)
  const counts = [...u16(disk), ...u16(disk), ...u16(parts.length), ...u16(parts.length)]
  const end = joined(strToU8('PK\x05\x06'), counts, u32(directory.length), u32(at), u16(comment.length), comment)
  return joined(before, ...files, directory, end)
}

/** The extra field that gives a name in Unicode. @param raw the name that it stands for */
export function unicodePath(raw: Uint8Array, text: string): Uint8Array {
  const data = joined([1], u32(crc32(raw)), strToU8(text))
  return joined(u16(0x7075), u16(data.length), data)
}
