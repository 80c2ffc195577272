// The WebAssembly module of our kernels (src/tensor/assembly), compiled for a memory of given limits.
import { relaxedSimd, simd } from 'virtual:assembly-script'
import { type MemoryLimits, withMemory } from './memory.ts'
import type { Exports } from './threads.ts'

/** It can grow as far as these limits say, and begins with nothing. */
export function compileKernels(limits: Pick<MemoryLimits, 'maximum' | 'shared'>): Promise<WebAssembly.Module> {
  return WebAssembly.compile(withMemory(hasRelaxedSimd() ? relaxedSimd : simd, { ...limits, initial: 0 }))
}

/** Whether the engine multiplies and adds in one instruction: about a quarter faster, and one rounding less. */
function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(relaxedSimd)
}

/** Kernels with a memory of their own, which holds so many bytes and does not grow. */
export interface OwnKernels {
  readonly exports: Exports
  readonly buffer: ArrayBuffer
}

const PAGE_BYTES = 65_536
/** 4 GiB, less one page. */
const MAXIMUM_PAGES = 65_535

let compiled: Promise<WebAssembly.Module> | null = null

/** @throws where there is no WebAssembly with SIMD, or no memory */
export async function openOwnKernels(bytes: number): Promise<OwnKernels> {
  compiled ??= compileKernels({ maximum: MAXIMUM_PAGES, shared: false })
  const pages = Math.ceil(bytes / PAGE_BYTES)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: false })
  const { exports } = await WebAssembly.instantiate(await compiled, { env: { memory } })
  return { exports: exports as Exports, buffer: memory.buffer as ArrayBuffer }
}
