// Memories from outside, in small programs written out by hand [WebAssembly core specification 2.0, §5]: what comes out is a valid program that works
// in the memory it is given, and what is no program is refused.
import { describe, expect, test } from 'vitest'
import { initialPages, type MemoryLimits, withMemory } from './memory.ts'

const HEADER = [0, 97, 115, 109, 1, 0, 0, 0]
const FUNCTION = 0
const TABLE = 1
const MEMORY = 2
const GLOBAL = 3
const I32 = 127

const section = (id: number, ...content: number[]) => [id, content.length, ...content]
const text = (value: string) => [value.length, ...Array.from(value, (letter) => letter.charCodeAt(0))]
const program = (...sections: number[][]) => Uint8Array.from([...HEADER, ...sections.flat()])

const imported = (name: string, ...kind: number[]) => [...text('env'), ...text(name), ...kind]
const MORE = imported('more', FUNCTION, 0)

const TYPES = section(1, 1, 96, 0, 1, I32) // one type of function: () → i32
/** `own` gives the number at the beginning of the memory plus what `env.more` gives, where that is imported. */
function parts(imports: number[][]) {
  const functions = imports.filter((entry) => entry === MORE).length
  const loading = [65, 0, 40, 2, 0] // i32.const 0, i32.load
  const body = [0, ...loading, ...(functions > 0 ? [16, 0, 106] : []), 11] // call 0, i32.add; end
  return {
    imports: imports.length > 0 ? [section(2, imports.length, ...imports.flat())] : [],
    functions: section(3, 1, 0),
    exports: section(7, 1, ...text('own'), FUNCTION, functions),
    code: section(10, 1, body.length, ...body),
  }
}
function withOwnMemory(imports: number[][], ...limits: number[]): Uint8Array {
  const { imports: importSection, functions, exports, code } = parts(imports)
  return program(TYPES, ...importSection, functions, section(5, 1, ...limits), exports, code)
}
function withImportedMemory(imports: number[][]): Uint8Array {
  const { imports: importSection, functions, exports, code } = parts(imports)
  return program(TYPES, ...importSection, functions, exports, code)
}

const UNSHARED: MemoryLimits = { initial: 1, maximum: 300, shared: false }
const SHARED: MemoryLimits = { ...UNSHARED, shared: true }

/** A section of notes, which may stand anywhere. */
const NOTE = section(0, ...text('note'), 1, 2, 3)

const PROGRAMS: [string, Uint8Array][] = [
  ['a memory of its own', withOwnMemory([], 0, 1)],
  ['a memory of its own and an import', withOwnMemory([MORE], 1, 1, 2)],
  ['an imported memory', withImportedMemory([imported('memory', MEMORY, 0, 1)])],
  ['an imported memory that is shared, before another import', withImportedMemory([imported('heap', MEMORY, 3, 1, 2), MORE])],
  ['an imported memory after another import', withImportedMemory([MORE, imported('memory', MEMORY, 1, 1, 2)])],
  ['a note before all else', program(NOTE, ...sectionsOf(withOwnMemory([], 0, 1)))],
]

/** The rest of a program after its header, as one. */
function sectionsOf(binary: Uint8Array): number[][] {
  return [[...binary.subarray(HEADER.length)]]
}

describe.each(PROGRAMS)('a program with %s', (_name, binary) => {
  test.each([
    ['unshared', UNSHARED],
    ['shared', SHARED],
  ])('works in a memory from outside, %s', async (_kind, limits) => {
    expect(WebAssembly.validate(binary)).toBe(true)
    const memory = new WebAssembly.Memory(limits)
    new Int32Array(memory.buffer)[0] = 40
    const { instance } = await WebAssembly.instantiate(withMemory(binary, limits), { env: { memory, more: () => 2 } })
    const own = instance.exports.own as () => number
    expect(own()).toBe([...binary].join().includes(MORE.join()) ? 42 : 40)
    memory.grow(250) // as far as its limits say
    new Int32Array(memory.buffer)[0] = 50
    expect(own()).toBeGreaterThanOrEqual(50)
  })

  test('and cut anywhere, it is refused', () => {
    for (let length = 0; length < binary.length; length++) {
      const cut = binary.slice(0, length)
      expect(accepted(cut), `${length} bytes`).toBe(WebAssembly.validate(cut)) // between two sections there may be an end
    }
  })
})

/** Whether it is made into a program, and that is one. */
function accepted(binary: Uint8Array): boolean {
  try {
    return WebAssembly.validate(withMemory(binary, UNSHARED))
  } catch {
    return false
  }
}

test('a program with nothing in it gets a memory too', async () => {
  const memory = new WebAssembly.Memory(UNSHARED)
  for (const binary of [program(), program(TYPES, section(5, 1, 0, 1)), program(TYPES)]) {
    await expect(WebAssembly.instantiate(withMemory(binary, UNSHARED), { env: {} })).rejects.toThrow(/memory/)
    await WebAssembly.instantiate(withMemory(binary, UNSHARED), { env: { memory } })
  }
})

test.each([
  ['a section longer than the file', program([1, 100, 1, 96, 0, 0])],
  ['a length without an end', program([1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255])],
  ['more imports than there are', program(TYPES, section(2, 255, 255, 3, ...MORE))],
  ['fewer imports than there are', program(TYPES, section(2, 1, ...MORE, ...MORE))],
  ['a name longer than its section', program(TYPES, section(2, 1, 3, 101, 110, 118, 120, 109, FUNCTION, 0), section(3, 1, 0))],
  ['no header', Uint8Array.of(1, 2, 3)],
  ['another header', Uint8Array.from([...'<!doctype html>'].map((letter) => letter.charCodeAt(0)))],
])('%s is refused', (_name, binary) => {
  expect(() => withMemory(binary, UNSHARED)).toThrow(/^the WebAssembly binary/)
})

test.each([
  ['table', TABLE, [112, 0, 1]],
  ['global', GLOBAL, [I32, 0]],
])('an imported %s is refused by its kind', (_name, kind, type) => {
  const binary = program(TYPES, section(2, 1, ...imported('other', kind, ...type)))
  expect(WebAssembly.validate(binary)).toBe(true)
  expect(() => withMemory(binary, UNSHARED)).toThrow(`imports something of kind ${kind}`)
})

test('the pages that a memory begins with are read, large numbers too', () => {
  expect(initialPages(withOwnMemory([MORE], 0, 1))).toBe(1)
  expect(initialPages(withOwnMemory([], 0, 172, 2))).toBe(300)
  expect(initialPages(withOwnMemory([], 1, 172, 2, 128, 128, 4))).toBe(300)
  expect(() => initialPages(withImportedMemory([]))).toThrow('no memory of its own')
  expect(() => initialPages(program(section(5, 2, 0, 1, 0, 1)))).toThrow('several memories')
})
