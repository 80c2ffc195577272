// A table of features as a NumPy file, so that scores can be checked with other programs [NEP 1: version 1.0 of the format].
import type { FeatureTable } from '../eval/features/feature-table.ts'
import { writeWhole } from './write-file.ts'

const MAGIC = '\x93NUMPY\x01\x00'
/** The header, with all before it, is padded to a multiple of this. */
const BLOCK = 64
const LENGTH_BYTES = 2

/** [rows, width], float32, little-endian. */
export function npyBytes({ values, rows, width }: FeatureTable): Buffer {
  const described = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${width}), }`
  const before = MAGIC.length + LENGTH_BYTES
  const padded = described.padEnd(Math.ceil((before + described.length + 1) / BLOCK) * BLOCK - before - 1)
  const header = Buffer.from(`${padded}\n`, 'latin1')
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt16LE(header.length)
  const numbers = Buffer.alloc(values.length * Float32Array.BYTES_PER_ELEMENT)
  values.forEach((value, i) => {
    numbers.writeFloatLE(value, i * Float32Array.BYTES_PER_ELEMENT)
  })
  return Buffer.concat([Buffer.from(MAGIC, 'latin1'), length, header, numbers])
}

export function writeNpy(table: FeatureTable, file: string): Promise<void> {
  return writeWhole(file, npyBytes(table))
}
