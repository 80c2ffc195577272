/** Vite copies the file and gives its URL. */
declare module '*.wasm?url' {
  const address: string
  export default address
}
/** The compiled kernels of src/tensor/assembly and src/gan/assembly (scripts/lib/assembly-script.mjs). */
declare module 'virtual:assembly-script' {
  /** For engines with fixed-width SIMD, and for those with relaxed SIMD too. */
  export const simd: Uint8Array
  export const relaxedSimd: Uint8Array
}
