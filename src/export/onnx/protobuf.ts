// Protocol buffers, as much of the encoding as a model needs [protobuf.dev, "Encoding"]: a message is its fields one behind another, each a number
// that says which field it is and how its value is written, then the value.
import { strToU8 } from 'fflate'
import { joined } from '../../data/bytes.ts'

/** Bytes in pieces, which are put together once: tensors are not copied for every message around them. */
export type Pieces = readonly Uint8Array[]

const WIRE = { varint: 0, lengthDelimited: 2, fixed32: 5 } as const

/** @param value a whole number of at least 0 */
export function integerField(field: number, value: number): Pieces {
  return [tag(field, WIRE.varint), varint(value)]
}

export function floatField(field: number, value: number): Pieces {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setFloat32(0, value, true)
  return [tag(field, WIRE.fixed32), bytes]
}

export function bytesField(field: number, value: Uint8Array): Pieces {
  return messageField(field, [value])
}

export function textField(field: number, value: string): Pieces {
  return bytesField(field, strToU8(value))
}

/** A field whose value is itself a message. */
export function messageField(field: number, message: Pieces): Pieces {
  const length = message.reduce((sum, piece) => sum + piece.length, 0)
  return [tag(field, WIRE.lengthDelimited), varint(length), ...message]
}

/** A field that stands once for every value. */
export function repeated<T>(values: readonly T[], field: (value: T) => Pieces): Pieces {
  return values.flatMap(field)
}

export function messageBytes(message: Pieces): Uint8Array<ArrayBuffer> {
  return joined(...message)
}

function tag(field: number, wire: number): Uint8Array {
  return varint(8 * field + wire)
}

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
function varint(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is not a whole number of at least 0`)
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return Uint8Array.of(...bytes, rest)
}
