// Writes the smallest EXIF block with an orientation: a TIFF header and a directory of one entry. EXIF 2.3, TIFF 6.0.

const ORIENTATION = 0x0112
const TYPES = { short: 3, long: 4 } as const

export function exifBlock(orientation: number, order: 'little' | 'big', type: keyof typeof TYPES): Buffer {
  const block = Buffer.alloc(26)
  const little = order === 'little'
  const put16 = (value: number, at: number) => (little ? block.writeUInt16LE(value, at) : block.writeUInt16BE(value, at))
  const put32 = (value: number, at: number) => (little ? block.writeUInt32LE(value, at) : block.writeUInt32BE(value, at))
  block.write(little ? 'II' : 'MM', 0, 'latin1')
  put16(42, 2)
  put32(8, 4)
  put16(1, 8)
  put16(ORIENTATION, 10)
  put16(TYPES[type], 12)
  put32(1, 14)
  if (type === 'short') put16(orientation, 18)
  else put32(orientation, 18)
  return block
}
