// The part of JavaScript's WebAssembly that is used here: the language's library knows it only beside everything else that a page has.
declare namespace WebAssembly {
  type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>
  type Exports = Readonly<Record<string, unknown>>

  class Module {
    private constructor()
  }
  class Instance {
    readonly exports: Exports
    constructor(module: Module, imports: Imports)
  }
  class Memory {
    readonly buffer: ArrayBuffer | SharedArrayBuffer
    /** @param limits in pages of 64 KiB */
    constructor(limits: { readonly initial: number; readonly maximum: number; readonly shared: boolean })
    grow(pages: number): number
  }
  function validate(binary: Uint8Array): boolean
  function compile(binary: Uint8Array): Promise<Module>
  function instantiate(binary: Uint8Array, imports: Imports): Promise<{ readonly instance: Instance; readonly module: Module }>
  function instantiate(module: Module, imports: Imports): Promise<Instance>
}
