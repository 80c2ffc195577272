// The PNGs of the parity table: every colour type and depth, and every chunk that says what colours mean.
import { deflateSync } from 'node:zlib'
import { exifBlock } from './exif-writer.ts'
import { curve, greyProfile, matrixProfile, parametric, tableProfile } from './icc-writer.ts'
import { greyAt, pixelAt, SIDE } from './picture.ts'
import { type COLOUR_TYPES, chunk, type Depth, numbersChunk, PNG_SIGNATURE, pngData, pngHeader, writePng } from './png-writer.ts'

type Kind = keyof typeof COLOUR_TYPES

/** The colours of a cube of 3 x 3 x 3, or of as many greys as the depth holds. */
function paletteOf(depth: Depth): readonly (readonly [number, number, number])[] {
  if (depth === 8)
    return Array.from({ length: 27 }, (_, i) => [120 * (i % 3), 120 * (Math.floor(i / 3) % 3), 120 * Math.floor(i / 9)] as const)
  const count = 2 ** depth
  return Array.from({ length: count }, (_, i) => [Math.round((255 * i) / (count - 1)), 60 + 8 * i, 200 - 10 * i] as const)
}

function nearest(palette: ReturnType<typeof paletteOf>, x: number, y: number): number {
  const [red, green, blue] = pixelAt(x, y)
  const distances = palette.map(([r, g, b]) => (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2)
  return distances.indexOf(Math.min(...distances))
}

function sampler(type: Kind, depth: Depth): (x: number, y: number) => readonly number[] {
  const most = 2 ** depth - 1
  const scaled = (value: number) => Math.round((value / 255) * most)
  const palette = type === 'palette' ? paletteOf(depth) : []
  return (x, y) => {
    const [red, green, blue, alpha] = pixelAt(x, y)
    if (type === 'palette') return [nearest(palette, x, y)]
    if (type === 'grey') return [scaled(greyAt(x, y))]
    if (type === 'greyAlpha') return [scaled(greyAt(x, y)), scaled(alpha)]
    return (type === 'rgb' ? [red, green, blue] : [red, green, blue, alpha]).map(scaled)
  }
}

function png(type: Kind, depth: Depth, chunks: readonly Uint8Array[] = [], interlaced = false): Buffer {
  const palette = type === 'palette' ? [chunk('PLTE', Uint8Array.from(paletteOf(depth).flat()))] : []
  const [colours, behind] = [chunks.filter((one) => !isTransparency(one)), chunks.filter(isTransparency)]
  return writePng({
    width: SIDE,
    height: SIDE,
    depth,
    type,
    interlaced,
    chunks: [...colours, ...palette, ...behind],
    sampleAt: sampler(type, depth),
  })
}

const isTransparency = (bytes: Uint8Array) => Buffer.from(bytes.subarray(4, 8)).toString('latin1') === 'tRNS'

const gama = (gamma: number) => numbersChunk('gAMA', Math.round(gamma * 100_000))
/** White, red, green and blue, x and y of each. */
const chrm = (...xy: readonly number[]) => numbersChunk('cHRM', ...xy.map((value) => Math.round(value * 100_000)))
const SRGB_CHRM = chrm(0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
const P3_CHRM = chrm(0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)
const FROM_D50 = chrm(0.3457, 0.3585, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)
const cicp = (primaries: number, transfer: number, matrix = 0, full = 1) => chunk('cICP', Uint8Array.of(primaries, transfer, matrix, full))
const iccp = (profile: Uint8Array) => chunk('iCCP', Buffer.concat([Buffer.from('p\0\0', 'latin1'), deflateSync(profile)]))
const srgb = chunk('sRGB', Uint8Array.of(0))

const SRGB_CURVE = parametric(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)

/** What says what the colours mean, each in files of 8 and of 16 bits. */
const COLOURS: Readonly<Record<string, readonly Uint8Array[]>> = {
  'gAMA 1': [gama(1)],
  'gAMA 0.45455': [gama(0.45455)],
  'gAMA and cHRM of sRGB': [gama(0.45455), SRGB_CHRM],
  'gAMA and cHRM of P3': [gama(0.45455), P3_CHRM],
  'gAMA and cHRM of Adobe RGB for D50': [gama(0.4547), FROM_D50],
  'cHRM alone': [P3_CHRM],
  'sRGB over gAMA': [srgb, gama(1)],
  'cICP of P3': [cicp(12, 13)],
  'cICP of BT.2020': [cicp(9, 1)],
  'cICP of BT.709, linear': [cicp(1, 8)],
  'cICP of HDR': [cicp(9, 16)],
  'cICP over iCCP': [cicp(12, 13), iccp(matrixProfile('adobe', curve(563)))],
  'cICP that is invalid': [cicp(12, 13, 6), gama(1)],
  'ICC of Adobe RGB': [iccp(matrixProfile('adobe', curve(563)))],
  'ICC of P3': [iccp(matrixProfile('p3', SRGB_CURVE))],
  'ICC with a table of curves': [iccp(matrixProfile('p3', curve(0, 2000, 10_000, 30_000, 65_535)))],
  'ICC over gAMA': [iccp(matrixProfile('p3', SRGB_CURVE)), gama(1)],
  'ICC with a table of colours': [iccp(tableProfile())],
  'ICC that is invalid': [chunk('iCCP', Buffer.from('p\0\0nonsense'))],
}

function withColours(): [string, Buffer][] {
  return Object.entries(COLOURS).flatMap(([name, chunks]) => [
    [`PNG, RGB, 8 bits, ${name}`, png('rgb', 8, chunks)],
    [`PNG, RGB, 16 bits, ${name}`, png('rgb', 16, chunks)],
  ])
}

function depths(): [string, Buffer][] {
  const all: readonly [Kind, readonly Depth[]][] = [
    ['grey', [1, 2, 4, 8, 16]],
    ['greyAlpha', [8, 16]],
    ['rgb', [8, 16]],
    ['rgba', [8, 16]],
    ['palette', [1, 2, 4, 8]],
  ]
  return all.flatMap(([type, list]) =>
    list.flatMap((depth): [string, Buffer][] => [
      [`PNG, ${type}, ${depth} bits`, png(type, depth)],
      [`PNG, ${type}, ${depth} bits, interlaced`, png(type, depth, [], true)],
    ]),
  )
}

/** The 16-bit words of a colour that is transparent. */
const key = (...words: readonly number[]) => chunk('tRNS', Uint8Array.from(words.flatMap((word) => [word >> 8, word & 255])))

function transparent(): [string, Buffer][] {
  const at = (type: Kind, depth: Depth) => sampler(type, depth)(20, 50)
  return [
    [
      'PNG, palette, 8 bits, tRNS',
      png('palette', 8, [
        chunk(
          'tRNS',
          Uint8Array.from({ length: 20 }, (_, i) => i * 12),
        ),
      ]),
    ],
    ['PNG, palette, 2 bits, tRNS', png('palette', 2, [chunk('tRNS', Uint8Array.of(0, 100))])],
    ['PNG, grey, 4 bits, tRNS', png('grey', 4, [key(...at('grey', 4))])],
    ['PNG, grey, 8 bits, tRNS', png('grey', 8, [key(...at('grey', 8))])],
    ['PNG, grey, 16 bits, tRNS', png('grey', 16, [key(...at('grey', 16))])],
    ['PNG, RGB, 8 bits, tRNS', png('rgb', 8, [key(...at('rgb', 8))])],
    ['PNG, RGB, 16 bits, tRNS', png('rgb', 16, [key(...at('rgb', 16))])],
    ['PNG, RGB, 16 bits, gAMA 1, tRNS', png('rgb', 16, [gama(1), key(...at('rgb', 16))])],
    ['PNG, RGBA, 8 bits, gAMA 1', png('rgba', 8, [gama(1)])],
    ['PNG, RGBA, 16 bits, ICC of P3', png('rgba', 16, [iccp(matrixProfile('p3', SRGB_CURVE))])],
    ['PNG, RGBA, 8 bits, ICC of P3', png('rgba', 8, [iccp(matrixProfile('p3', SRGB_CURVE))])],
    ['PNG, grey, 8 bits, gAMA 1', png('grey', 8, [gama(1)])],
    ['PNG, grey, 4 bits, gAMA 1', png('grey', 4, [gama(1)])],
    ['PNG, grey, 16 bits, gAMA 1', png('grey', 16, [gama(1)])],
    ['PNG, palette, 8 bits, gAMA 1', png('palette', 8, [gama(1)])],
    ['PNG, palette, 8 bits, tRNS, cICP of P3', png('palette', 8, [cicp(12, 13), chunk('tRNS', Uint8Array.of(9, 100, 200))])],
    ['PNG, grey, 8 bits, ICC of greys', png('grey', 8, [iccp(greyProfile(curve(461)))])],
    ['PNG, grey, 16 bits, ICC of greys', png('grey', 16, [iccp(greyProfile(curve(461)))])],
    ['PNG, grey and alpha, 16 bits, ICC of greys', png('greyAlpha', 16, [iccp(greyProfile(curve(461)))])],
    ['PNG, grey, 8 bits, ICC of colours', png('grey', 8, [iccp(matrixProfile('p3', SRGB_CURVE))])],
    ['PNG, grey, 16 bits, ICC of colours', png('grey', 16, [iccp(matrixProfile('p3', SRGB_CURVE))])],
    ['PNG, RGB, 8 bits, ICC of greys', png('rgb', 8, [iccp(greyProfile(curve(461)))])],
    ['PNG, RGB, 16 bits, ICC of greys', png('rgb', 16, [iccp(greyProfile(curve(461)))])],
  ]
}

function turned(): [string, Buffer][] {
  return ([3, 6, 7] as const).flatMap((orientation): [string, Buffer][] => [
    [`PNG, eXIf ${orientation}`, png('rgb', 8, [chunk('eXIf', exifBlock(orientation, 'big', 'short'))])],
    [`PNG, 16 bits, eXIf ${orientation} as LONG`, png('rgb', 16, [chunk('eXIf', exifBlock(orientation, 'little', 'long'))])],
  ])
}

const FRAME = { width: 40, height: 36, left: 12, top: 20 }

/** An animation. @param withDefault whether the picture that other programs show is its first frame */
function animated(depth: 8 | 16, withDefault: boolean): Buffer {
  const control = (sequence: number, { width, height, left, top }: typeof FRAME) => {
    const data = Buffer.alloc(26)
    ;[sequence, width, height, left, top].forEach((value, i) => {
      data.writeUInt32BE(value, 4 * i)
    })
    data.writeUInt16BE(1, 20)
    data.writeUInt16BE(10, 22)
    return chunk('fcTL', data)
  }
  const whole = { width: SIDE, height: SIDE, depth, type: 'rgba' as const, sampleAt: sampler('rgba', depth) }
  const most = 2 ** depth - 1
  const frame = {
    ...FRAME,
    depth,
    sampleAt: (x: number, y: number) => [most, (x / 40) * most, (y / 36) * most, most * 0.8].map(Math.round),
  }
  const frameData = (sequence: number) => chunk('fdAT', Buffer.concat([Buffer.of(0, 0, 0, sequence), pngData(frame)]))
  const first = withDefault ? [control(0, { width: SIDE, height: SIDE, left: 0, top: 0 })] : []
  const later = withDefault ? [control(1, FRAME), frameData(2)] : [control(0, FRAME), frameData(1), control(2, FRAME), frameData(3)]
  return Buffer.concat([
    PNG_SIGNATURE,
    pngHeader(whole),
    numbersChunk('acTL', 2, 0),
    ...first,
    chunk('IDAT', pngData(whole)),
    ...later,
    chunk('IEND', Buffer.alloc(0)),
  ])
}

export function pngFiles(): [string, Buffer][] {
  return [
    ...depths(),
    ...transparent(),
    ...withColours(),
    ...turned(),
    ['APNG, its default picture is the first frame', animated(8, true)],
    ['APNG, its default picture is no frame', animated(8, false)],
    ['APNG, 16 bits, its default picture is no frame', animated(16, false)],
  ]
}
