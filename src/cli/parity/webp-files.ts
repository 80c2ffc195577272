// The WebPs of the parity table: lossy and lossless, transparent, turned, animated, with a profile. RFC 9649.
import sharp from 'sharp'
import { exifBlock } from './exif-writer.ts'
import { curve, matrixProfile, tableProfile } from './icc-writer.ts'
import { rawPicture, SIDE } from './picture.ts'

const HEADER = 12
const FLAGS = { icc: 0x20, alpha: 0x10, exif: 0x08, animation: 0x02 } as const

function chunk(name: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 0, 'latin1')
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
}

function riff(...chunks: readonly Buffer[]): Buffer {
  const file = chunk('RIFF', Buffer.concat([Buffer.from('WEBP', 'latin1'), ...chunks]))
  return file
}

/** A number of 24 bits. */
const u24 = (value: number) => Buffer.of(value & 255, (value >> 8) & 255, value >> 16)

function extended(flags: number): Buffer {
  return chunk('VP8X', Buffer.concat([Buffer.of(flags, 0, 0, 0), u24(SIDE - 1), u24(SIDE - 1)]))
}

/** The chunk of the coded picture, of a file that has no other. */
const coded = (webp: Buffer) => webp.subarray(HEADER)

async function lossless(channels: 3 | 4): Promise<Buffer> {
  return coded(
    await sharp(rawPicture(channels), { raw: { width: SIDE, height: SIDE, channels } })
      .webp({ lossless: true })
      .toBuffer(),
  )
}

/** A frame of half the size, on a canvas that is transparent around it. */
async function animation(): Promise<Buffer> {
  const half = coded(
    await sharp(rawPicture(4), { raw: { width: SIDE, height: SIDE, channels: 4 } })
      .resize(32, 32)
      .webp({ lossless: true })
      .toBuffer(),
  )
  const frame = chunk('ANMF', Buffer.concat([u24(10), u24(5), u24(31), u24(31), u24(100), Buffer.of(0), half]))
  return riff(extended(FLAGS.animation | FLAGS.alpha), chunk('ANIM', Buffer.of(0, 0, 255, 255, 0, 0)), frame, frame)
}

export async function webpFiles(): Promise<[string, Buffer][]> {
  const picture = sharp(rawPicture(3), { raw: { width: SIDE, height: SIDE, channels: 3 } })
  const transparent = sharp(rawPicture(4), { raw: { width: SIDE, height: SIDE, channels: 4 } })
  const opaque = await lossless(3)
  const icc = (profile: Buffer) => riff(extended(FLAGS.icc), chunk('ICCP', profile), opaque)
  const turned = (['short', 'long'] as const).flatMap((type) =>
    [2, 5, 6, 8].flatMap((orientation): [string, Buffer][] => [
      [
        `WebP, orientation ${orientation} as ${type}`,
        riff(extended(FLAGS.exif), opaque, chunk('EXIF', exifBlock(orientation, 'big', type))),
      ],
    ]),
  )
  const named = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exifBlock(6, 'little', 'short')])
  return [
    ['WebP, lossless', riff(opaque)],
    ['WebP, lossless, alpha', riff(await lossless(4))],
    ['WebP, lossy', await picture.webp({ quality: 90 }).toBuffer()],
    ['WebP, lossy, alpha', await transparent.webp({ quality: 90 }).toBuffer()],
    ['WebP, ICC of Adobe RGB', icc(matrixProfile('adobe', curve(563)))],
    ['WebP, ICC with a table of colours', icc(tableProfile())],
    ['WebP, animated, frame smaller than the canvas', await animation()],
    ...turned,
    ['WebP, orientation 6, EXIF with its JPEG name', riff(extended(FLAGS.exif), opaque, chunk('EXIF', named))],
    ['WebP, orientation 6, EXIF without its flag', riff(extended(0), opaque, chunk('EXIF', exifBlock(6, 'big', 'short')))],
  ]
}
