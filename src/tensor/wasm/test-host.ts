// What Node gives to WebAssembly, for tests. scripts/lib/wasm-setup.mjs puts it there: a layer above has it.
import type { WasmHost } from './module.ts'

declare const nodeWasmHost: (threads: number) => WasmHost

export const wasmHost = (threads: number): WasmHost => nodeWasmHost(threads)
