// How much memory a WebAssembly module may take: a module that brings its own memory can only be bounded in its bytes.
// https://webassembly.github.io/spec/core/binary/modules.html
import { joined } from './bytes.ts'

const PAGE_BYTES = 65536
const HEADER_BYTES = 8
const MEMORY_SECTION = 5
const HAS_MAXIMUM = 1

/** Seven bits a byte, the lowest first; the top bit tells of more. */
function readNumber(bytes: Uint8Array, at: number): { value: number; end: number } {
  let value = 0
  for (let end = at, scale = 1; ; end++, scale *= 128) {
    const byte = bytes[end] ?? 0
    value += (byte & 127) * scale
    if (byte < 128) return { value, end: end + 1 }
  }
}

function numberBytes(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...numberBytes(Math.floor(value / 128))]
}

/** The module with its one memory, which has no maximum yet, bounded. */
export function withMaximumMemory(wasm: Uint8Array, maxBytes: number): Uint8Array<ArrayBuffer> {
  for (let at = HEADER_BYTES; at < wasm.length; ) {
    const { value: length, end: start } = readNumber(wasm, at + 1)
    if (wasm[at] === MEMORY_SECTION) {
      const [count, flags] = wasm.subarray(start, start + 2)
      if (count !== 1 || flags !== 0) throw new Error('the module does not have one memory without a maximum')
      const { value: pages } = readNumber(wasm, start + 2)
      const memory = [1, HAS_MAXIMUM, ...numberBytes(pages), ...numberBytes(maxBytes / PAGE_BYTES)]
      return joined(wasm.subarray(0, at), [MEMORY_SECTION, ...numberBytes(memory.length), ...memory], wasm.subarray(start + length))
    }
    at = start + length
  }
  throw new Error('the module has no memory')
}
