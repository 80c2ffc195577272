/** Vite gives the address of a file that it puts beside the page. */
declare module '*.wasm?url' {
  const address: string
  export default address
}
/** The compiled kernels of ./assembly (scripts/lib/assembly-script.mjs). */
declare module 'virtual:assembly-script' {
  const binary: Uint8Array
  export default binary
}
