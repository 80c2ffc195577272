// One HTML file that opens from disk: the page of src/player with a generator inside. It asks nobody for anything, which its own policy enforces.

import { script, scriptHash, style, styleHash } from 'virtual:player'
import { strToU8 } from 'fflate'
import type { InferenceGenerator } from '../../gan/inference.ts'
import type { Directions } from '../../gan/latent/directions.ts'
import type { AboutFile, StoredPrecision } from '../../player/model.ts'
import { DESCRIPTION_ID, type FileDescription, NUMBERS_ID, readModel } from '../../player/stored-model.ts'
import { type ExportCheck, MAX_HALF_HTML_BYTES, type WeightPrecision } from '../../spec/exports.ts'
import { compareWithRun, type DrawnPictures } from './compare.ts'
import { type PackedModel, packDirections, packModel } from './pack-model.ts'

export interface HtmlFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Of the kernels and matrices in it. */
  readonly precision: StoredPrecision
  readonly check: ExportCheck
}

/**
 * @param about name, what the images are, and the code of the run (`runCode`)
 * @param drawn the pictures of `comparisonPoints`: the file says how far its own are from these
 * @param directions of the generator, with which the page draws codes that go along them; null: it refuses these
 * @param onProgress gets how many pictures are compared, of all; what it throws ends the work
 * @throws Error where the generator has a layer or a parameter that its definition does not explain
 */
export function writeHtml(
  generator: InferenceGenerator,
  about: Pick<AboutFile, 'name' | 'images' | 'run'>,
  wanted: WeightPrecision,
  drawn: DrawnPictures,
  directions: Directions | null = null,
  onProgress?: (done: number, total: number) => void,
): HtmlFile {
  const { packed, precision } = packWithin(generator, wanted)
  const { numbers, ...network } = packed
  const described = { ...network, ...(directions && { directions: packDirections(directions, precision) }) }
  const model = readModel(described, numbers)
  const check = compareWithRun(model, drawn, onProgress)
  const description: FileDescription = {
    ...described,
    about: {
      ...about,
      step: generator.step,
      classNames: generator.classes.names,
      precision,
      largestPixelDifference: check.largestPixelDifference,
      comparedPictures: check.pictures,
    },
  }
  return { bytes: strToU8(document(description, numbers)), precision, check }
}

function packWithin(generator: InferenceGenerator, wanted: WeightPrecision): { packed: PackedModel; precision: StoredPrecision } {
  const precision = wanted === 'auto' ? 'f16' : wanted
  const packed = packModel(generator, precision)
  const isTooLarge = packed.numbers.length + script.length + style.length > MAX_HALF_HTML_BYTES
  return wanted === 'auto' && isTooLarge ? { packed: packModel(generator, 'int8'), precision: 'int8' } : { packed, precision }
}

/** The script may make a Worker of its own text and pictures of what it has drawn, and nothing else. */
const POLICY = [
  "default-src 'none'",
  `script-src '${scriptHash}'`,
  `style-src '${styleHash}'`,
  'worker-src blob:',
  'img-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

function document(description: FileDescription, numbers: string): string {
  const title = escapeHtml(description.about.name)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Quarterturn">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<noscript>${title}: this page draws its pictures with JavaScript, which is turned off here.</noscript>
<script type="application/json" id="${DESCRIPTION_ID}">${jsonInHtml(description)}</script>
<script type="text/plain" id="${NUMBERS_ID}">${numbers}</script>
<script>${script}</script>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** No text in it can end the element, or begin a comment in it. */
function jsonInHtml(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}
