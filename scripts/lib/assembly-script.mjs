// Compiles the kernels of the WebAssembly backend into one module and provides it to the sources as `virtual:assembly-script`.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keptFile } from './kept-file.mjs'
import { ROOT } from './root.mjs'

/** Each folder has an index.ts that says what it exports. */
const FOLDERS = ['src/tensor/assembly', 'src/gan/assembly'].map((folder) => join(ROOT, folder))
const CACHE = join(ROOT, '.cache/assembly')
const ID = 'virtual:assembly-script'
const RESOLVED = `\0${ID}`
/** No runtime of its own, no data, its memory from outside. */
const FLAGS = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--memoryBase', '0', '--disableWarning', '112']
/** The binaries by the names under which they are exported: relaxed SIMD multiplies and adds in one, but not every engine has it. */
const FEATURES = { simd: 'simd', relaxedSimd: 'simd,relaxed-simd' }

/** @returns {import('vite').Plugin} */
export function assemblyScript() {
  return {
    name: 'assembly-script',
    resolveId: (id) => (id === ID ? RESOLVED : undefined),
    async load(id) {
      if (id !== RESOLVED) return
      for (const file of sources()) this.addWatchFile(file)
      const binaries = await compiledKernels()
      return Object.entries(binaries)
        .map(
          ([name, binary]) =>
            `export const ${name} = Uint8Array.from(atob('${binary.toString('base64')}'), (letter) => letter.charCodeAt(0))`,
        )
        .join('\n')
    },
  }
}

/** @type {Promise<Record<string, Buffer>> | null} */
let compiling = null

/** The binaries; several builds of one process, such as those of the page and of its Workers, share them. */
function compiledKernels() {
  compiling ??= compileAll().finally(() => {
    compiling = null // the sources may change in between
  })
  return compiling
}

/** @returns {Promise<Record<string, Buffer>>} */
async function compileAll() {
  /** @type {Record<string, Buffer>} */
  const binaries = {}
  for (const [name, features] of Object.entries(FEATURES)) binaries[name] = await compile([...FLAGS, '--enable', features])
  return binaries
}

/** @param {string[]} flags */
async function compile(flags) {
  const madeOf = { files: sources(), settings: flags.join(' ') }
  const path = await keptFile({ folder: CACHE, ending: 'wasm' }, madeOf, async (file) => {
    const { main } = await import('assemblyscript/asc')
    const { error, stderr } = await main([
      ...FOLDERS.map((folder) => join(folder, 'index.ts')),
      '--baseDir',
      ROOT,
      '--outFile',
      file,
      ...flags,
    ])
    if (error) throw new Error(`The WebAssembly kernels do not compile: ${error.message}\n${stderr.toString()}`)
  })
  return readFileSync(path)
}

/** Their paths. */
function sources() {
  return FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .sort()
      .map((file) => join(folder, file)),
  )
}
