// The address of TensorFlow.js's WebAssembly beside the page: the binary with SIMD and without threads. For pages only; Node has no addresses.
export { default as binaryAddress } from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
