// Runs the command line (src/cli) in Node: bundles it, gives it a GPU through Dawn, and exits with its code. Prints nothing on stdout itself.
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { assemblyScript } from './lib/assembly-script.mjs'
import { benchInBrowser } from './lib/bench-browser.mjs'
import { installGpu } from './lib/dawn.mjs'
import { browserEncoder } from './lib/film-browser.mjs'
import { keptFile } from './lib/kept-file.mjs'
import { ensurePackages } from './lib/packages.mjs'
import { player } from './lib/player.mjs'
import { ROOT } from './lib/root.mjs'
import { giveUp, say } from './lib/say.mjs'
import { soakInBrowser } from './lib/soak-browser.mjs'
import { findVulkan } from './lib/vulkan.mjs'

/** @typedef {(command: string, args: string[], context: { root: string, gpu: GPU | null, benchInBrowser: typeof benchInBrowser, soakInBrowser: typeof soakInBrowser, browserEncoder: typeof browserEncoder }) => Promise<number>} Main */

const BUNDLES = join(ROOT, '.cache/cli')
const DAY = 24 * 3600 * 1000

const [command, ...args] = process.argv.slice(2)
if (!command) {
  say('Usage: node scripts/cli.mjs COMMAND [ARGUMENTS], or for example: npm run train -- --help')
  process.exit(2)
}
await ensurePackages()
await restartWithLoader()
const file = await keptFile({ folder: BUNDLES, ending: 'mjs' }, { files: sources() }, bundle)
const gpu = await installGpu(args.includes('--null') ? ['backend=null'] : []) // before the bundle is loaded: TensorFlow.js looks for a GPU while it is imported
/** @type {{ main: Main }} */
const { main } = await import(pathToFileURL(file).href)
process.exit(await main(command, args, { root: ROOT, gpu, benchInBrowser, soakInBrowser, browserEncoder })) // Dawn would keep the process alive

/** Where only a browser brings the Vulkan loader, its folder must be in LD_LIBRARY_PATH when the process starts. */
async function restartWithLoader() {
  const folder = findVulkan()?.env.LD_LIBRARY_PATH
  if (!folder || process.env.LD_LIBRARY_PATH === folder) return
  const { spawnSync } = await import('node:child_process')
  const child = spawnSync(process.execPath, process.argv.slice(1), { stdio: 'inherit', env: { ...process.env, LD_LIBRARY_PATH: folder } })
  process.exit(child.status ?? 1)
}

/**
 * The command line as one file.
 * @param {string} path where it is written
 */
async function bundle(path) {
  const { build } = await import('vite')
  const result = await build({
    root: ROOT,
    configFile: false, // the page's configuration is not ours
    publicDir: false,
    plugins: [assemblyScript(), player()],
    logLevel: 'error',
    resolve: { mainFields: ['module', 'main'] }, // TensorFlow.js's deep imports fail in plain Node
    ssr: { noExternal: true, external: ['webgpu', 'sharp', '@napi-rs/canvas', 'onnxruntime-web'] }, // native modules stay outside, and what only some have
    build: { ssr: 'src/cli/index.ts', write: false, minify: false, rolldownOptions: { output: { codeSplitting: false } } },
  }).catch((error) => giveUp(`The command line could not be bundled: ${error.message}`))
  if (!('output' in result)) throw new Error('Vite gave no single output')
  writeFileSync(path, result.output[0].code)
  removeOldBundles()
}

/** Of a bundle, besides the packages: the sources, and the scripts that make it. */
function sources() {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
  return [...files, ...['scripts/cli.mjs', 'scripts/lib/assembly-script.mjs', 'scripts/lib/player.mjs'].map((path) => join(ROOT, path))]
}

function removeOldBundles() {
  for (const name of readdirSync(BUNDLES)) {
    const path = join(BUNDLES, name)
    const status = statSync(path, { throwIfNoEntry: false })
    if (status && Date.now() - status.mtimeMs > DAY) rmSync(path, { force: true })
  }
}
