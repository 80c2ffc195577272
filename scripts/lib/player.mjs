// Bundles the page that stands in HTML files (src/player) into one classic script and one style sheet, and provides them to the sources as
// `virtual:player`.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keptFile } from './kept-file.mjs'
import { ROOT } from './root.mjs'

const ENTRY = join(ROOT, 'src/player/index.ts')
/** What its sources may be made of. */
const SOURCES = [
  'src/player',
  'src/spec',
  'src/gan/latent',
  'src/gan/class-draws.ts',
  'src/gan/networks/layers.ts',
  'src/ui/shared/tokens.css',
].map((path) => join(ROOT, path))
const CACHE = join(ROOT, '.cache/player')
const ID = 'virtual:player'
const RESOLVED = `\0${ID}`

/** @returns {import('vite').Plugin} */
export function player() {
  return {
    name: 'player',
    resolveId: (id) => (id === ID ? RESOLVED : undefined),
    async load(id) {
      if (id !== RESOLVED) return
      for (const file of sources()) this.addWatchFile(file)
      const { script, style } = await bundled()
      const constants = { script, style, scriptHash: policyHash(script), styleHash: policyHash(style) }
      return Object.entries(constants)
        .map(([name, text]) => `export const ${name} = ${JSON.stringify(text)}`)
        .join('\n')
    },
  }
}

/** As a Content-Security-Policy names what is inline. @param {string} text */
function policyHash(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

/** @typedef {{ script: string, style: string }} Bundle */

/** @type {Promise<Bundle> | null} */
let bundling = null

/** Several builds of one process share it. */
function bundled() {
  bundling ??= bundle().finally(() => {
    bundling = null // the sources may change in between
  })
  return bundling
}

/** @returns {Promise<Bundle>} */
async function bundle() {
  const madeOf = { files: [import.meta.filename, ...sources()] }
  const path = await keptFile({ folder: CACHE, ending: 'json' }, madeOf, async (file) => writeFileSync(file, JSON.stringify(await build())))
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** @returns {Promise<Bundle>} */
async function build() {
  const { build } = await import('vite')
  const results = await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      lib: { entry: ENTRY, formats: ['iife'], name: 'player', cssFileName: 'player' },
    },
  })
  const { output } = /** @type {import('vite').Rolldown.RolldownOutput[]} */ (results)[0] ?? { output: [] }
  const code = output.flatMap((file) => (file.type === 'chunk' ? file.code : []))
  const styles = output.flatMap((file) => (file.type === 'asset' ? String(file.source) : []))
  const [script = '', style = ''] = [code.join(''), styles.join('')].map((text) => text.trim())
  // Inside their elements these would end them.
  if (/<\/script|<!--|<script/i.test(script) || /<\/style/i.test(style)) throw new Error('the player has a tag in its script or its style')
  return { script, style }
}

/** Their paths. */
function sources() {
  return SOURCES.flatMap((path) => {
    if (statSync(path).isFile()) return [path]
    return readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|css)$/.test(file) && !/\.test\.ts$/.test(file))
      .sort()
      .map((file) => join(path, file))
  })
}
