// The GIFs of the parity table: interlaced, transparent, animated, with frames smaller and larger than the canvas. GIF89a.
import { pixelAt, SIDE } from './picture.ts'

interface Frame {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly interlaced?: boolean
  /** The colour that is transparent. */
  readonly clear?: number
  readonly disposal?: number
  /** Its own palette, which has the colours in the opposite order. */
  readonly ownPalette?: boolean
}

const WHOLE: Frame = { left: 0, top: 0, width: SIDE, height: SIDE }
/** 64 colours: 4 x 4 x 4 steps. */
const PALETTE = Array.from({ length: 64 }, (_, i) => [85 * (i >> 4), 85 * ((i >> 2) & 3), 85 * (i & 3)]).flat()
const CODE_BITS = 6

const u16 = (value: number) => [value & 255, value >> 8]

function indexAt(x: number, y: number): number {
  const [red, green, blue] = pixelAt(x % SIDE, y % SIDE).map((value) => Math.round(value / 85)) as [number, number, number]
  return 16 * red + 4 * green + blue
}

/** LZW without a dictionary: a clear code before it would grow. */
function compressed(indices: readonly number[]): number[] {
  const bytes: number[] = []
  let held = 0
  let bits = 0
  const put = (code: number) => {
    held |= code << bits
    bits += CODE_BITS + 1
    for (; bits >= 8; bits -= 8, held >>= 8) bytes.push(held & 255)
  }
  const clear = 1 << CODE_BITS
  indices.forEach((index, i) => {
    if (i % (clear - 2) === 0) put(clear)
    put(index)
  })
  put(clear + 1)
  bytes.push(held & 255)
  const blocks: number[] = [CODE_BITS]
  for (let at = 0; at < bytes.length; at += 255) blocks.push(Math.min(255, bytes.length - at), ...bytes.slice(at, at + 255))
  return [...blocks, 0]
}

function rowsOf({ height, interlaced = false }: Frame): number[] {
  const rows = Array.from({ length: height }, (_, y) => y)
  if (!interlaced) return rows
  const pass = (first: number, step: number) => rows.filter((y) => y >= first && (y - first) % step === 0)
  return [...pass(0, 8), ...pass(4, 8), ...pass(2, 4), ...pass(1, 2)]
}

function frameBytes(frame: Frame): number[] {
  const { left, top, width, height, interlaced = false, clear, disposal = 0, ownPalette = false } = frame
  const control = [0x21, 0xf9, 4, (disposal << 2) | (clear === undefined ? 0 : 1), 10, 0, clear ?? 0, 0]
  const flags = (interlaced ? 0x40 : 0) | (ownPalette ? 0x85 : 0)
  const place = [0x2c, ...u16(left), ...u16(top), ...u16(width), ...u16(height), flags]
  const palette = ownPalette ? PALETTE.map((_, i) => PALETTE[189 - 3 * Math.floor(i / 3) + (i % 3)] as number) : []
  const indices = rowsOf(frame).flatMap((y) => Array.from({ length: width }, (_, x) => indexAt(left + x, top + y)))
  return [...control, ...place, ...palette, ...compressed(indices)]
}

/** @param background which colour of the palette the canvas is said to have; no browser shows it */
function gif(width: number, height: number, frames: readonly Frame[], background = 48): Buffer {
  const screen = [...u16(width), ...u16(height), 0x85, background, 0]
  const loop = [0x21, 0xff, 11, ...Buffer.from('NETSCAPE2.0'), 3, 1, 0, 0, 0]
  return Buffer.from([
    ...Buffer.from('GIF89a'),
    ...screen,
    ...PALETTE,
    ...(frames.length > 1 ? loop : []),
    ...frames.flatMap(frameBytes),
    0x3b,
  ])
}

const INNER: Frame = { left: 12, top: 20, width: 40, height: 36 }

export function gifFiles(): [string, Buffer][] {
  return [
    ['GIF', gif(SIDE, SIDE, [WHOLE])],
    ['GIF, interlaced', gif(SIDE, SIDE, [{ ...WHOLE, interlaced: true }])],
    ['GIF, palette of its frame', gif(SIDE, SIDE, [{ ...WHOLE, ownPalette: true }])],
    ['GIF, transparent', gif(SIDE, SIDE, [{ ...WHOLE, clear: indexAt(20, 10) }])],
    ['GIF, frame smaller than the canvas', gif(SIDE, SIDE, [INNER])],
    [
      'GIF, frame smaller than the canvas, transparent, interlaced',
      gif(SIDE, SIDE, [{ ...INNER, interlaced: true, clear: indexAt(20, 30) }]),
    ],
    ['GIF, frame larger than the canvas', gif(40, 30, [WHOLE])],
    ['GIF, frame over the edge of the canvas', gif(50, 50, [{ left: 14, top: 14, width: 50, height: 50 }])],
    ['GIF, animated, disposal to the background', gif(SIDE, SIDE, [{ ...WHOLE, disposal: 2 }, INNER])],
    [
      'GIF, animated, disposal to what was before',
      gif(SIDE, SIDE, [
        { ...INNER, disposal: 3 },
        { ...WHOLE, ownPalette: true },
      ]),
    ],
    [
      'GIF, animated, first frame smaller',
      gif(SIDE, SIDE, [
        { ...INNER, disposal: 1 },
        { ...WHOLE, clear: indexAt(20, 10) },
      ]),
    ],
  ]
}
