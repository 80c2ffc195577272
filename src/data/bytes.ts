// Reading numbers and text out of files byte by byte; reading past the end gives 0, the callers check lengths where it matters.

export function u8(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0
}

export function u16le(bytes: Uint8Array, at: number): number {
  return u8(bytes, at) | (u8(bytes, at + 1) << 8)
}

export function u16be(bytes: Uint8Array, at: number): number {
  return (u8(bytes, at) << 8) | u8(bytes, at + 1)
}

export function u24le(bytes: Uint8Array, at: number): number {
  return u16le(bytes, at) | (u8(bytes, at + 2) << 16)
}

export function u32le(bytes: Uint8Array, at: number): number {
  return (u24le(bytes, at) | (u8(bytes, at + 3) << 24)) >>> 0
}

export function i32le(bytes: Uint8Array, at: number): number {
  return u32le(bytes, at) | 0
}

export function u32be(bytes: Uint8Array, at: number): number {
  return ((u16be(bytes, at) << 16) | u16be(bytes, at + 2)) >>> 0
}

/** Beyond 2^53 the value is rounded, which is far past any file's end all the same. */
export function u64le(bytes: Uint8Array, at: number): number {
  return u32le(bytes, at) + u32le(bytes, at + 4) * 2 ** 32
}

export function u64be(bytes: Uint8Array, at: number): number {
  return u32be(bytes, at) * 2 ** 32 + u32be(bytes, at + 4)
}

/** Engines take only so many arguments at once. */
const AT_ONCE = 8192

/** Text, one letter a byte. */
export function ascii(bytes: Uint8Array, at: number, length: number): string {
  if (length <= AT_ONCE) return String.fromCharCode(...bytes.subarray(at, at + length))
  let text = ''
  for (let from = at; from < at + length; from += AT_ONCE) text += ascii(bytes, from, Math.min(AT_ONCE, at + length - from))
  return text
}

/** One behind another. */
export function joined(...parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let end = 0
  for (const part of parts) {
    all.set(part, end)
    end += part.length
  }
  return all
}
