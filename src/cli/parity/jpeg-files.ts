// The JPEGs of the parity table: in every orientation, in every kind of colours, with and without the markers that say what they mean.
import sharp, { type Sharp } from 'sharp'
import { exifBlock } from './exif-writer.ts'
import { curve, greyProfile, matrixProfile, parametric, tableProfile } from './icc-writer.ts'
import { rawPicture, SIDE } from './picture.ts'

const picture = (): Sharp => sharp(rawPicture(3), { raw: { width: SIDE, height: SIDE, channels: 3 } })

const APP1 = 0xe1
const APP2 = 0xe2
const APP14 = 0xee
const START = 2

function segment(marker: number, ...data: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(data)
  return Buffer.concat([Buffer.of(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255), body])
}

/** With segments behind the start of the image. */
function withSegments(jpeg: Buffer, ...segments: readonly Buffer[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, START), ...segments, jpeg.subarray(START)])
}

/** Without the segments about colours: JFIF, profiles and Adobe's. */
function withoutMarkers(jpeg: Buffer): Buffer {
  const parts = [jpeg.subarray(0, START)]
  let at = START
  while (jpeg[at + 1] !== 0xda) {
    const end = at + 2 + jpeg.readUInt16BE(at + 2)
    if (![0xe0, APP2, APP14].includes(jpeg[at + 1] as number)) parts.push(jpeg.subarray(at, end))
    at = end
  }
  return Buffer.concat([...parts, jpeg.subarray(at)])
}

const exif = (block: Buffer) => segment(APP1, Buffer.from('Exif\0\0', 'latin1'), block)
const profile = (icc: Buffer) => segment(APP2, Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), icc)
/** A profile in two segments. */
const profileInTwo = (icc: Buffer) => [
  segment(APP2, Buffer.from('ICC_PROFILE\0\x01\x02', 'latin1'), icc.subarray(0, 200)),
  segment(APP2, Buffer.from('ICC_PROFILE\0\x02\x02', 'latin1'), icc.subarray(200)),
]
/** @param transform 0: colours as they are, 1: YCC, 2: YCCK */
const adobe = (transform: number) => segment(APP14, Buffer.from('Adobe\0d\0\0\0\0', 'latin1'), Buffer.of(transform))

async function turned(): Promise<[string, Buffer][]> {
  const jpeg = await picture().jpeg({ quality: 90 }).toBuffer()
  const files: [string, Buffer][] = []
  for (let orientation = 1; orientation <= 8; orientation++)
    for (const order of ['little', 'big'] as const)
      for (const type of ['short', 'long'] as const)
        files.push([
          `JPEG, orientation ${orientation} as ${type}, ${order} end first`,
          withSegments(jpeg, exif(exifBlock(orientation, order, type))),
        ])
  return files
}

async function inColours(): Promise<[string, Buffer][]> {
  const jpeg = await picture().jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer()
  const grey = await picture().grayscale().jpeg({ quality: 90 }).toBuffer()
  const cmyk = await picture().toColourspace('cmyk').jpeg({ quality: 90 }).toBuffer()
  const bare = withoutMarkers(cmyk)
  const press = (await sharp(await picture().withIccProfile('cmyk').jpeg().toBuffer()).metadata()).icc
  if (!press) throw new Error('sharp embedded no profile')
  const p3 = matrixProfile('p3', parametric(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))
  return [
    ['JPEG, 4:4:4', jpeg],
    ['JPEG, 4:2:0', await picture().jpeg({ quality: 90 }).toBuffer()],
    ['JPEG, progressive', await picture().jpeg({ quality: 90, progressive: true }).toBuffer()],
    ['JPEG, grey', grey],
    ['JPEG, grey, ICC of greys', withSegments(grey, profile(greyProfile(curve(461))))],
    ['JPEG, grey, ICC of colours', withSegments(grey, profile(p3))],
    ['JPEG, ICC of P3', withSegments(jpeg, profile(p3))],
    ['JPEG, ICC of P3 in two segments', withSegments(jpeg, ...profileInTwo(p3))],
    ['JPEG, ICC of Adobe RGB', withSegments(jpeg, profile(matrixProfile('adobe', curve(563))))],
    ['JPEG, ICC with a table of colours', withSegments(jpeg, profile(tableProfile()))],
    ['JPEG, ICC of greys', withSegments(jpeg, profile(greyProfile(curve(461))))],
    ['JPEG, ICC that is invalid', withSegments(jpeg, profile(Buffer.from('nonsense')))],
    ['JPEG, Adobe, RGB', withSegments(withoutMarkers(jpeg), adobe(0))],
    ['JPEG, Adobe, YCC', withSegments(withoutMarkers(jpeg), adobe(1))],
    ['JPEG, no marker', withoutMarkers(jpeg)],
    ['JPEG, Adobe, CMYK', withSegments(bare, adobe(0))],
    ['JPEG, Adobe, YCCK', withSegments(bare, adobe(2))],
    ['JPEG, CMYK, no marker', bare],
    ['JPEG, Adobe, CMYK, ICC of CMYK', withSegments(bare, adobe(0), ...split(press))],
    ['JPEG, Adobe, YCCK, ICC of CMYK', withSegments(bare, adobe(2), ...split(press))],
    ['JPEG, CMYK, no marker, ICC of CMYK', withSegments(bare, ...split(press))],
    ['JPEG, Adobe, CMYK, ICC of P3', withSegments(bare, adobe(0), profile(p3))],
  ]
}

/** A large profile in as many segments as it takes. */
function split(icc: Buffer): Buffer[] {
  const most = 65_000
  const count = Math.ceil(icc.length / most)
  return Array.from({ length: count }, (_, i) =>
    segment(APP2, Buffer.from('ICC_PROFILE\0', 'latin1'), Buffer.of(i + 1, count), icc.subarray(i * most, (i + 1) * most)),
  )
}

export async function jpegFiles(): Promise<[string, Buffer][]> {
  return [...(await inColours()), ...(await turned())]
}
