// Runs the command line (src/cli) in Node: bundles it, gives it a GPU through Dawn, and exits with its code. Prints nothing on stdout itself.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { assemblyScript } from './lib/assembly-script.mjs'
import { benchInBrowser } from './lib/bench-browser.mjs'
import { installGpu } from './lib/dawn.mjs'
import { browserEncoder } from './lib/film-browser.mjs'
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
const file = await bundle()
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
 * One file, named by what it is made of: it is made once for each state of the sources, and runs that overlap never see each other's
 * half-written bundle.
 * @returns {Promise<string>} its path
 */
async function bundle() {
  const path = join(BUNDLES, `${digestOfSources()}.mjs`)
  if (existsSync(path)) return path
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
  mkdirSync(BUNDLES, { recursive: true })
  const part = `${path}.${process.pid}`
  writeFileSync(part, result.output[0].code)
  renameSync(part, path)
  removeOldBundles()
  return path
}

/** Of everything a bundle is made of: the sources, the packages, and the scripts that make it. */
function digestOfSources() {
  const digest = createHash('sha256')
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
  const makers = ['package-lock.json', 'scripts/cli.mjs', 'scripts/lib/assembly-script.mjs', 'scripts/lib/player.mjs'].map((path) =>
    join(ROOT, path),
  )
  for (const file of [...sources, ...makers]) {
    digest.update(`${relative(ROOT, file)}\n`)
    digest.update(readFileSync(file))
  }
  return digest.digest('hex').slice(0, 16)
}

function removeOldBundles() {
  for (const name of readdirSync(BUNDLES)) {
    const path = join(BUNDLES, name)
    const status = statSync(path, { throwIfNoEntry: false })
    if (status && Date.now() - status.mtimeMs > DAY) rmSync(path, { force: true })
  }
}
