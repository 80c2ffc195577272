import { expect, test } from 'vitest'
import { withMaximumMemory } from './memory.ts'

const PAGE = 65536
/** The header, a type section of one empty function type, then the memory section, then one that exports the memory as `m`. */
const START = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0]
const END = [7, 5, 1, 1, 0x6d, 2, 0]
const moduleWith = (memory: number[]) => Uint8Array.from([...START, 5, memory.length, ...memory, ...END])

// Node has it; the core's library of types does not.
declare const WebAssembly: { instantiate(bytes: Uint8Array): Promise<{ instance: { exports: { m: { grow(pages: number): number } } } }> }

async function memoryOf(wasm: Uint8Array) {
  return (await WebAssembly.instantiate(wasm)).instance.exports.m
}

test('a module gets no more memory than it may have', async () => {
  const wasm = moduleWith([1, 0, 2])
  expect((await memoryOf(wasm)).grow(300)).toBe(2)
  const bounded = await memoryOf(withMaximumMemory(wasm, 300 * PAGE)) // more than one byte holds of a number
  expect(bounded.grow(298)).toBe(2)
  expect(() => bounded.grow(1)).toThrow()
})

test('a module that has a maximum, or no memory, is not taken for another', () => {
  expect(() => withMaximumMemory(moduleWith([1, 1, 2, 3]), 300 * PAGE)).toThrow('without a maximum')
  expect(() => withMaximumMemory(Uint8Array.from(START), 300 * PAGE)).toThrow('no memory')
})
