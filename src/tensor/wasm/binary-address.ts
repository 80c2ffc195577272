// The URL of TensorFlow.js's WebAssembly binary with SIMD and without threads. For pages only.
export { default as binaryAddress } from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
