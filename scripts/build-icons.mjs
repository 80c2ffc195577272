// Draws the icons of the installed page from public/favicon.svg. Run it only when that changes: `npm run icons`.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { ROOT } from './lib/root.mjs'
import { say } from './lib/say.mjs'

const PUBLIC = join(ROOT, 'public')
const DRAWING = readFileSync(join(PUBLIC, 'favicon.svg'))
const GROUND = '#2f4fd8' // as in the drawing

/** Systems cut maskable icons to a shape of their own, of which four fifths are sure to be seen. */
const SAFE_SHARE = 0.8

mkdirSync(join(PUBLIC, 'icons'), { recursive: true })
await save('icon-192.png', draw(192))
await save('icon-512.png', draw(512))
await save('maskable-512.png', drawFull(512))
await save('apple-touch-icon.png', drawFull(180))

/** @param {number} side in pixels */
function draw(side) {
  return sharp(DRAWING, { density: (72 * side) / 32 }).resize(side, side)
}

/** Without transparent corners. */
function drawFull(/** @type {number} */ side) {
  const inner = Math.round(side * SAFE_SHARE)
  const margin = Math.round((side - inner) / 2)
  return draw(inner)
    .extend({ top: margin, left: margin, bottom: side - inner - margin, right: side - inner - margin, background: GROUND })
    .flatten({ background: GROUND })
}

/**
 * @param {string} name
 * @param {import('sharp').Sharp} picture
 */
async function save(name, picture) {
  const { size } = await picture.png({ palette: true }).toFile(join(PUBLIC, 'icons', name))
  say(`icons/${name}: ${size} bytes`)
}
