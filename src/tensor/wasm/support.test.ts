import { expect, test } from 'vitest'
import { NO_SIMD, NO_WASM, WASM_BLOCKED } from '../device-messages.ts'
import { compileProblem, type Support, wasmProblem } from './support.ts'

test('WebAssembly is missing where the browser has none, or none with SIMD; here it is there', () => {
  expect(wasmProblem(undefined as unknown as Support)).toBeNull() // this Node's own
  expect(wasmProblem(null as unknown as Support)).toBe(NO_WASM)
  const withoutSimd: Support = { validate: (binary) => !binary.includes(253) } // the byte that begins every instruction on vectors
  expect(wasmProblem(withoutSimd)).toBe(NO_SIMD)
})

test.each([
  [
    'Chromium',
    'CompileError: WebAssembly.instantiate(): Compiling or instantiating WebAssembly module violates the following Content Security policy directive',
  ],
  ['Firefox', 'CompileError: call to WebAssembly.instantiate() blocked by CSP'],
  [
    'Safari',
    "EvalError: Refused to create a WebAssembly object because 'unsafe-eval' or 'wasm-unsafe-eval' is not an allowed source of script",
  ],
])('what %s says where a policy forbids WebAssembly is understood', (_browser, message) => {
  expect(compileProblem(new Error(message))).toBe(WASM_BLOCKED)
  expect(compileProblem(new Error('expected magic word 00 61 73 6d'))).toBeNull()
})
