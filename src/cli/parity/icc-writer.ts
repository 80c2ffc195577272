// Writes small colour profiles: a matrix with curves, a curve of greys, or a table. ICC.1:2010 (version 2 and 4).

/** An `XYZ ` tag from three numbers. */
function xyz(values: readonly number[]): Buffer {
  const tag = Buffer.alloc(20)
  tag.write('XYZ ', 0, 'latin1')
  values.forEach((value, i) => {
    tag.writeInt32BE(Math.round(value * 65536), 8 + 4 * i)
  })
  return tag
}

/** A curve: a single gamma as a fraction of 256, or a table of 16-bit values. */
export function curve(...values: readonly number[]): Buffer {
  const tag = Buffer.alloc(12 + 2 * values.length)
  tag.write('curv', 0, 'latin1')
  tag.writeUInt32BE(values.length, 8)
  values.forEach((value, i) => {
    tag.writeUInt16BE(value, 12 + 2 * i)
  })
  return tag
}

/** A parametric curve of ICC's types 0 to 4. */
export function parametric(type: number, ...values: readonly number[]): Buffer {
  const tag = Buffer.alloc(12 + 4 * values.length)
  tag.write('para', 0, 'latin1')
  tag.writeUInt16BE(type, 8)
  values.forEach((value, i) => {
    tag.writeInt32BE(Math.round(value * 65536), 12 + 4 * i)
  })
  return tag
}

function profile(space: 'RGB ' | 'GRAY', tags: Readonly<Record<string, Buffer>>): Buffer {
  const all = { wtpt: xyz([0.9642, 1, 0.8249]), ...tags }
  const names = Object.keys(all)
  const table = Buffer.alloc(4 + 12 * names.length)
  table.writeUInt32BE(names.length, 0)
  const bodies: Buffer[] = []
  let at = 128 + table.length
  names.forEach((name, i) => {
    const body = (all as Record<string, Buffer>)[name] as Buffer
    table.write(name, 4 + 12 * i, 'latin1')
    table.writeUInt32BE(at, 8 + 12 * i)
    table.writeUInt32BE(body.length, 12 + 12 * i)
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)])
    bodies.push(padded)
    at += padded.length
  })
  const header = Buffer.alloc(128)
  header.writeUInt32BE(at, 0)
  header.writeUInt32BE(0x02400000, 8)
  header.write(`mntr${space}XYZ `, 12, 'latin1')
  header.write('acsp', 36, 'latin1')
  header.set(xyz([0.9642, 1, 0.8249]).subarray(8), 68)
  return Buffer.concat([header, table, ...bodies])
}

/** Colorants for the white D50, columns of red, green and blue. */
const COLORANTS = {
  adobe: [
    [0.60974, 0.31111, 0.01947],
    [0.20528, 0.62567, 0.06087],
    [0.14919, 0.06322, 0.74457],
  ],
  p3: [
    [0.51512, 0.2412, -0.00105],
    [0.29198, 0.69225, 0.04189],
    [0.1571, 0.06657, 0.78407],
  ],
} as const

export function matrixProfile(colorants: keyof typeof COLORANTS, trc: Buffer): Buffer {
  const [red, green, blue] = COLORANTS[colorants]
  return profile('RGB ', { rXYZ: xyz(red), gXYZ: xyz(green), bXYZ: xyz(blue), rTRC: trc, gTRC: trc, bTRC: trc })
}

export function greyProfile(trc: Buffer): Buffer {
  return profile('GRAY', { kTRC: trc })
}

/** A table of 2 x 2 x 2 colours in Lab (`mft2`) that swaps red and green, and turns the colours down a little. */
export function tableProfile(): Buffer {
  const size = 52 + 2 * (3 * 2 + 8 * 3 + 3 * 2)
  const tag = Buffer.alloc(size)
  tag.write('mft2', 0, 'latin1')
  tag.set([3, 3, 2, 0], 8)
  for (const i of [0, 4, 8]) tag.writeInt32BE(65536, 12 + 4 * i)
  tag.writeUInt16BE(2, 48)
  tag.writeUInt16BE(2, 50)
  const words: number[] = [0, 65535, 0, 65535, 0, 65535]
  for (let corner = 0; corner < 8; corner++) {
    const [red, green, blue] = [corner >> 2, (corner >> 1) & 1, corner & 1] as [number, number, number]
    const light = 10 + 25 * red + 45 * green + 15 * blue
    words.push(Math.round((light / 100) * 65280), 32768 + 9000 * (green - red), 32768 + 9000 * (red + green - 2 * blue) * 0.5)
  }
  words.push(0, 65535, 0, 65535, 0, 65535)
  words.forEach((word, i) => {
    tag.writeUInt16BE(word, 52 + 2 * i)
  })
  const header = profile('RGB ', { A2B0: tag })
  header.write('Lab ', 20, 'latin1')
  return header
}
