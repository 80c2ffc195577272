// Edits the memory of a WebAssembly binary: limits its own, or makes it import one. With an imported memory TensorFlow.js's binary and ours use
// the same memory, and where it is shared, so do our threads. TensorFlow.js's own threads need scripts made from text, which the page's
// security policy forbids.

/** Sections of a binary, by their numbers [WebAssembly core specification 2.0, §5.5.2]. */
const IMPORTS = 2
const MEMORIES = 5

const HEADER_BYTES = 8
const PAGE_BYTES = 65_536
/** Flags of a memory's limits. */
const HAS_MAXIMUM = 1
const IS_SHARED = 2
const MEMORY_KIND = 2

export interface MemoryLimits {
  /** Pages of 64 KiB. */
  readonly initial: number
  readonly maximum: number
  readonly shared: boolean
}

/** The pages that the binary's own memory starts with. @throws Error where it has none, or more than one */
export function initialPages(binary: Uint8Array): number {
  return ownMemory(binary, sectionsOf(binary)).initial
}

function ownMemory(binary: Uint8Array, sections: readonly Section[]): { readonly flags: number; readonly initial: number } {
  const section = sections.find(({ id }) => id === MEMORIES)
  if (!section) throw new Error('the WebAssembly binary has no memory of its own')
  const reader = new Reader(binary, section.from)
  if (reader.number() !== 1) throw new Error('the WebAssembly binary has several memories')
  return { flags: reader.number(), initial: reader.number() }
}

/** The same program with its own memory, which has no maximum yet, bounded. @throws Error where it has none, several, or a bounded one */
export function withMaximumMemory(binary: Uint8Array, maxBytes: number): Uint8Array<ArrayBuffer> {
  const sections = sectionsOf(binary)
  const { flags, initial } = ownMemory(binary, sections)
  if (flags !== 0) throw new Error('the memory of the WebAssembly binary is not one without a maximum')
  const memories = section(MEMORIES, [1, ...limitsOf({ initial, maximum: maxBytes / PAGE_BYTES, shared: false })])
  return joined([
    binary.subarray(0, HEADER_BYTES),
    ...sections.map(({ id, from, to }) => (id === MEMORIES ? memories : section(id, binary.subarray(from, to)))),
  ])
}

/**
 * The same program with the memory `env.memory` of these limits, which replaces its own or one that it imports already.
 * @throws Error where it is no program
 */
export function withMemory(binary: Uint8Array, limits: MemoryLimits): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [binary.subarray(0, HEADER_BYTES)]
  const memory = [...text('env'), ...text('memory'), MEMORY_KIND, ...limitsOf(limits)]
  const sections = sectionsOf(binary)
  const { others, index } = importsExceptMemory(binary, sections)
  const imports = section(IMPORTS, [...number(others.length + 1), ...memory, ...others.flatMap((bytes) => [...bytes])])
  sections.forEach(({ id, from, to }, i) => {
    if (i === index) parts.push(imports)
    if (id !== IMPORTS && id !== MEMORIES) parts.push(section(id, binary.subarray(from, to)))
  })
  if (index === sections.length) parts.push(imports)
  return joined(parts)
}

interface Section {
  readonly id: number
  readonly from: number
  readonly to: number
}

/** The first half of a binary's header, “\0asm”; the other half is a version. */
const MAGIC = [0, 97, 115, 109]

function sectionsOf(binary: Uint8Array): Section[] {
  if (binary.length < HEADER_BYTES || MAGIC.some((byte, i) => binary[i] !== byte)) throw new Error('the WebAssembly binary is none')
  const sections: Section[] = []
  const reader = new Reader(binary, HEADER_BYTES)
  while (reader.at < binary.length) {
    const id = reader.byte()
    const length = reader.number()
    sections.push({ id, from: reader.at, to: reader.at + length })
    reader.skip(length)
  }
  return sections
}

/** The imports of a binary other than memory, and the index among its sections where the import section is or would be. */

function importsExceptMemory(binary: Uint8Array, sections: readonly Section[]): { others: Uint8Array[]; index: number } {
  const index = sections.findIndex(({ id }) => id >= IMPORTS)
  if (index < 0) return { others: [], index: sections.length }
  const first = sections[index] as Section
  return { others: first.id === IMPORTS ? importsExceptMemoryOf(binary, first) : [], index }
}

/** The entries of an import section. @throws Error for kinds that neither TensorFlow.js's nor our module imports */
function importsExceptMemoryOf(binary: Uint8Array, { from, to }: Section): Uint8Array[] {
  const entries: Uint8Array[] = []
  const reader = new Reader(binary, from)
  for (let left = reader.number(); left > 0; left--) {
    const start = reader.at
    reader.skipText()
    reader.skipText()
    const kind = reader.byte()
    if (kind === 0)
      reader.number() // a function's type
    else if (kind === MEMORY_KIND) {
      const flags = reader.number()
      reader.number()
      if (flags & HAS_MAXIMUM) reader.number()
    } else throw new Error(`the WebAssembly binary imports something of kind ${kind}`)
    if (kind !== MEMORY_KIND) entries.push(binary.subarray(start, reader.at))
  }
  if (reader.at !== to) throw new Error('the WebAssembly binary says a wrong number of imports')
  return entries
}

class Reader {
  at: number
  private readonly bytes: Uint8Array

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes
    this.at = at
  }

  byte(): number {
    const byte = this.bytes[this.at++]
    if (byte === undefined) throw new Error('the WebAssembly binary ends too early')
    return byte
  }

  /** An unsigned LEB128 number. */
  number(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte()
      value += (byte & 127) * 2 ** shift
      if (byte < 128) return value
    }
  }

  skip(length: number): void {
    this.at += length
    if (this.at > this.bytes.length) throw new Error('the WebAssembly binary ends too early')
  }

  skipText(): void {
    this.skip(this.number())
  }
}

function section(id: number, content: ArrayLike<number>): Uint8Array {
  const length = number(content.length)
  const bytes = new Uint8Array(1 + length.length + content.length)
  bytes.set([id, ...length])
  bytes.set(content, 1 + length.length)
  return bytes
}

function limitsOf({ initial, maximum, shared }: MemoryLimits): number[] {
  return [HAS_MAXIMUM | (shared ? IS_SHARED : 0), ...number(initial), ...number(maximum)]
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    result.set(part, at)
    at += part.length
  }
  return result
}

function text(value: string): number[] {
  return [value.length, ...Array.from(value, (letter) => letter.charCodeAt(0))]
}

/** As unsigned LEB128. */
function number(value: number): number[] {
  const bytes: number[] = []
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return [...bytes, left]
    bytes.push((left % 128) + 128)
  }
}
