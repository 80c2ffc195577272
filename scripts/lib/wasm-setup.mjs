// For tests that compute on WebAssembly: puts what Node gives to it where they find it, as dawn-setup.mjs does with `navigator.gpu`. Tests
// of the kernels may not import it, since it is in a layer above them.
import { nodeWasmHost } from '../../src/cli/wasm-host.ts'

Object.assign(globalThis, { nodeWasmHost })
