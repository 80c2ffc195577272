// Whether WebAssembly is available, found out without TensorFlow.js's binary, and if not, why.
import { type BackendProblem, NO_SIMD, NO_WASM, WASM_BLOCKED } from '../device-messages.ts'

/** A module of one function that adds two vectors: () → v128.const 0, v128.const 0, i32x4.add, drop. */
const SIMD_MODULE = Uint8Array.from([
  ...[0, 97, 115, 109, 1, 0, 0, 0], // magic number and version
  ...[1, 4, 1, 96, 0, 0], // types: one, () → ()
  ...[3, 2, 1, 0], // functions: one, of that type
  ...[10, 44, 1, 42, 0], // code: one body of 42 bytes, no locals
  ...[253, 12, ...Array(16).fill(0)], // v128.const
  ...[253, 12, ...Array(16).fill(0)],
  ...[253, 174, 1], // i32x4.add
  ...[26, 11], // drop, end
])

/** The part of JavaScript's WebAssembly that is used here. */
export type Support = Pick<typeof WebAssembly, 'validate'>

/** Null where it is available with SIMD. Whether the page's policy allows it is only known when something is compiled. */
export function wasmProblem(support = (globalThis as { WebAssembly?: Support }).WebAssembly): BackendProblem | null {
  if (!support) return NO_WASM
  return support.validate(SIMD_MODULE) ? null : NO_SIMD
}

/** Chromium: “… violates the following Content Security Policy directive …”; Firefox: “… blocked by CSP”; Safari: “… 'unsafe-eval' …”. */
const POLICY = /content security policy|\bCSP\b|unsafe-eval/i

/** Why something did not compile, where that was the page's policy; null otherwise. */
export function compileProblem(error: unknown): BackendProblem | null {
  return POLICY.test(String(error)) ? WASM_BLOCKED : null
}
