// The AVIFs of the parity table: depths, colours, ranges, alpha, apertures, rotations and sequences.
import sharp from 'sharp'
import { stillPicture } from '../../data/formats/avif-container.ts'
import { type AvifParts, box, type Coded, codedIn, PROPERTIES, writeAvif, writeSequence } from './avif-writer.ts'
import { curve, matrixProfile, parametric, tableProfile } from './icc-writer.ts'
import { rawPicture, SIDE } from './picture.ts'

const { nclx, profile, irot, imir, clap } = PROPERTIES

type Subsampling = '4:4:4' | '4:2:0'

async function coloured(bitdepth: 8 | 10 | 12, chromaSubsampling: Subsampling): Promise<Coded> {
  const picture = sharp(rawPicture(3), { raw: { width: SIDE, height: SIDE, channels: 3 } })
  return codedIn(await picture.avif({ quality: 80, effort: 0, bitdepth, chromaSubsampling }).toBuffer())
}

async function greys(): Promise<Coded> {
  const picture = sharp(rawPicture(3), { raw: { width: SIDE, height: SIDE, channels: 3 } })
  return codedIn(await picture.grayscale().toColourspace('b-w').avif({ quality: 90, effort: 0 }).toBuffer())
}

/** The alpha that libheif writes beside the colours: the second item of two. */
async function alphaOfPicture(): Promise<Coded> {
  const avif = await sharp(rawPicture(4), { raw: { width: SIDE, height: SIDE, channels: 4 } })
    .avif({ quality: 90, effort: 0 })
    .toBuffer()
  const alpha = stillPicture(avif)?.alpha
  const configuration = alpha?.properties.find(({ name }) => name === 'av1C')
  if (!alpha || !configuration) throw new Error('sharp wrote no alpha')
  return { data: Buffer.concat(alpha.data), configuration: avif.subarray(configuration.at, configuration.end) }
}

/** Only the header, which says 4:2:2: no reader looks further. */
const HEADER_422: Coded = {
  data: Buffer.from('0a0a40000003bcf4f3fff389', 'hex'),
  configuration: box('av1C', Buffer.of(0x81, 0x40, 0x48, 0)),
}

const LARGER = 96
const SRGB_CODES = nclx(1, 13, 6, true)

async function inColours(full: Coded): Promise<[string, Buffer][]> {
  const avif = (colours: Coded, bits: number, ...properties: Buffer[]) => writeAvif({ side: SIDE, bits, colours, properties })
  const halved = await coloured(8, '4:2:0')
  const grey = await greys()
  const p3 = matrixProfile('p3', parametric(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))
  return [
    ['AVIF, 4:4:4', avif(full, 8, SRGB_CODES)],
    ['AVIF, 4:2:0', avif(halved, 8, SRGB_CODES)],
    ['AVIF, 4:2:0, limited range', avif(halved, 8, nclx(1, 13, 6, false))],
    ['AVIF, 4:4:4, limited range', avif(full, 8, nclx(1, 13, 6, false))],
    ['AVIF, 4:4:4, no word of colours', avif(full, 8)],
    ['AVIF, 4:4:4, matrix of BT.709', avif(full, 8, nclx(1, 13, 1, true))],
    ['AVIF, 4:4:4, matrix of BT.2020, limited range', avif(full, 8, nclx(9, 13, 9, false))],
    ['AVIF, grey', avif(grey, 8, SRGB_CODES)],
    ['AVIF, grey, limited range', avif(grey, 8, nclx(1, 13, 6, false))],
    ['AVIF, 10 bits, 4:4:4', avif(await coloured(10, '4:4:4'), 10, SRGB_CODES)],
    ['AVIF, 12 bits, 4:4:4', avif(await coloured(12, '4:4:4'), 12, SRGB_CODES)],
    ['AVIF, 10 bits, 4:2:0, limited range', avif(await coloured(10, '4:2:0'), 10, nclx(1, 13, 6, false))],
    ['AVIF, nclx of P3', avif(full, 8, nclx(12, 13, 6, true))],
    ['AVIF, nclx of BT.2020', avif(full, 8, nclx(9, 1, 9, true))],
    ['AVIF, nclx, linear', avif(full, 8, nclx(1, 8, 6, true))],
    ['AVIF, ICC of P3', avif(full, 8, profile(p3))],
    ['AVIF, ICC of Adobe RGB over nclx', avif(full, 8, profile(matrixProfile('adobe', curve(563))), nclx(1, 13, 6, true))],
    ['AVIF, ICC with a table of colours', avif(full, 8, profile(tableProfile()))],
  ]
}

function shaped(full: Coded): [string, Buffer][] {
  const avif = (...properties: Buffer[]) => writeAvif({ side: SIDE, bits: 8, colours: full, properties: [SRGB_CODES, ...properties] })
  const turns = [1, 2, 3].map((quarters): [string, Buffer] => [`AVIF, irot ${quarters}`, avif(irot(quarters))])
  const mirrored = [0, 1].flatMap((axis): [string, Buffer][] => [
    [`AVIF, imir ${axis}`, avif(imir(axis))],
    [`AVIF, irot 1, imir ${axis}`, avif(irot(1), imir(axis))],
    [`AVIF, irot 2, imir ${axis}`, avif(irot(2), imir(axis))],
    [`AVIF, irot 3, imir ${axis}`, avif(irot(3), imir(axis))],
  ])
  return [...turns, ...mirrored, ['AVIF, clap beyond the picture', avif(clap(SIDE, SIDE, 10, 0))]]
}

/** A picture half as large again, of which as much as the table's is to be seen. */
async function cut(): Promise<[string, Buffer][]> {
  const larger = sharp(rawPicture(3), { raw: { width: SIDE, height: SIDE, channels: 3 } }).extend({
    right: 20,
    bottom: 32,
    left: 12,
    background: 'teal',
  })
  const colours = codedIn(await larger.avif({ quality: 80, effort: 0, chromaSubsampling: '4:4:4' }).toBuffer())
  const avif = (...properties: Buffer[]) => writeAvif({ side: LARGER, bits: 8, colours, properties: [SRGB_CODES, ...properties] })
  return [
    ['AVIF, clap at the corner', avif(clap(SIDE, SIDE, -16, -16))],
    ['AVIF, clap', avif(clap(SIDE, SIDE, -4, -16))],
    ['AVIF, clap, irot 1', avif(clap(SIDE, SIDE, -4, -16), irot(1))],
    ['AVIF, clap, irot 3, imir 1', avif(clap(SIDE, SIDE, -4, -16), irot(3), imir(1))],
  ]
}

async function transparent(full: Coded): Promise<[string, Buffer][]> {
  const alpha = await alphaOfPicture()
  const multiplied = rawPicture(4)
  for (let i = 0; i < multiplied.length; i++)
    if (i % 4 < 3) multiplied[i] = Math.round(((multiplied[i] as number) * (multiplied[i | 3] as number)) / 255)
  const dark = codedIn(
    await sharp(multiplied, { raw: { width: SIDE, height: SIDE, channels: 4 } })
      .removeAlpha()
      .avif({ quality: 90, effort: 0, chromaSubsampling: '4:4:4' })
      .toBuffer(),
  )
  const whole: AvifParts = { side: SIDE, bits: 8, colours: full, properties: [SRGB_CODES], alpha }
  return [
    ['AVIF, alpha', writeAvif(whole)],
    ['AVIF, alpha, two lists of properties', writeAvif({ ...whole, listsOfProperties: 2 })],
    ['AVIF, premultiplied alpha', writeAvif({ ...whole, colours: dark, premultiplied: true })],
    ['AVIF, alpha, nclx of P3', writeAvif({ ...whole, properties: [nclx(12, 13, 6, true)] })],
    ['AVIF, alpha, irot 1', writeAvif({ ...whole, properties: [SRGB_CODES, irot(1)] })],
  ]
}

export async function avifFiles(): Promise<[string, Buffer][]> {
  const full = await coloured(8, '4:4:4')
  const still: AvifParts = { side: SIDE, bits: 8, colours: await greys(), properties: [SRGB_CODES] }
  return [
    ...(await inColours(full)),
    ...shaped(full),
    ...(await cut()),
    ...(await transparent(full)),
    ['AVIF, sequence, full range', writeSequence(still, full, [SRGB_CODES])],
    ['AVIF, sequence, limited range', writeSequence(still, full, [nclx(1, 13, 6, false)])],
    ['AVIF, 4:2:2', writeAvif({ side: SIDE, bits: 10, colours: HEADER_422 })],
    ['AVIF, HDR', writeAvif({ side: SIDE, bits: 8, colours: full, properties: [nclx(9, 16, 9, true)] })],
  ]
}
