// Draws on WebAssembly.
import { createForward } from './forward.ts'
import { type Painter, painterOf } from './painter.ts'
import type { Plan } from './plan.ts'
import { wasmConvolutions } from './wasm-convolution.ts'

/** @throws where there is no WebAssembly with SIMD, or no memory */
export async function createWasmPainter(plan: Plan): Promise<Painter> {
  return painterOf(plan, createForward(plan, await wasmConvolutions(plan)), 'WebAssembly')
}
