// Writes a PNG of any colour type, depth and interlacing, with any chunks before its data. https://www.w3.org/TR/png-3/
import { crc32, deflateSync } from 'node:zlib'

export type Depth = 1 | 2 | 4 | 8 | 16

export const COLOUR_TYPES = { grey: 0, rgb: 2, palette: 3, greyAlpha: 4, rgba: 6 } as const

interface PngParts {
  readonly width: number
  readonly height: number
  readonly depth: Depth
  readonly type: keyof typeof COLOUR_TYPES
  readonly interlaced?: boolean
  /** Between the header and the data. */
  readonly chunks?: readonly Uint8Array[]
  /** The samples of a pixel, 0 to 2^depth - 1. */
  readonly sampleAt: (x: number, y: number) => readonly number[]
}

/** The passes of Adam7: first column, first row, steps between columns and rows. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const
const WHOLE = [[0, 0, 1, 1]] as const

export function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** A chunk of 32-bit numbers, such as gAMA and cHRM. */
export function numbersChunk(name: string, ...values: readonly number[]): Buffer {
  const data = Buffer.alloc(4 * values.length)
  values.forEach((value, i) => {
    data.writeUInt32BE(value, 4 * i)
  })
  return chunk(name, data)
}

function packRow(samples: readonly number[], depth: Depth): Buffer {
  const row = Buffer.alloc(Math.ceil((samples.length * depth) / 8))
  samples.forEach((sample, i) => {
    if (depth === 16) row.writeUInt16BE(sample, 2 * i)
    else {
      const bit = i * depth
      row[bit >> 3] = (row[bit >> 3] ?? 0) | (sample << (8 - depth - (bit & 7)))
    }
  })
  return row
}

/** Compressed rows, each unfiltered. */
export function pngData({ width, height, depth, sampleAt, interlaced = false }: Omit<PngParts, 'type'>): Buffer {
  const rows: Buffer[] = []
  for (const [left, top, across, down] of interlaced ? ADAM7 : WHOLE) {
    if (left >= width) continue
    for (let y = top; y < height; y += down) {
      const samples: number[] = []
      for (let x = left; x < width; x += across) samples.push(...sampleAt(x, y))
      rows.push(Buffer.of(0), packRow(samples, depth))
    }
  }
  return deflateSync(Buffer.concat(rows))
}

export function pngHeader({ width, height, depth, type, interlaced = false }: Omit<PngParts, 'sampleAt'>): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, COLOUR_TYPES[type], 0, 0, interlaced ? 1 : 0], 8)
  return chunk('IHDR', header)
}

export const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')

export function writePng(parts: PngParts): Buffer {
  const data = chunk('IDAT', pngData(parts))
  return Buffer.concat([PNG_SIGNATURE, pngHeader(parts), ...(parts.chunks ?? []), data, chunk('IEND', Buffer.alloc(0))])
}
