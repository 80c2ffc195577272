// For tests that compute on WebAssembly: puts what Node gives to it where they find it, as dawn-setup.mjs does with `navigator.gpu`. The files
// beside the kernels may not import it, since it lies in a layer above them.
import { nodeWasmHost } from '../../src/cli/wasm-host.ts'

Object.assign(globalThis, { nodeWasmHost })
