// Fingerprints: of a file's bytes, and of the images a run was trained on. 64 bits and the length, so that 50,000 files collide by chance once in
// ten billion imports. Two hashes after MurmurHash3 (Austin Appleby, public domain), by hand: a few lines that run at once, where xxhash-wasm would
// have to be compiled in every Worker, and crypto.subtle.digest is asynchronous and missing on pages that are not served securely.
import { grouped } from '../spec/words.ts'
import type { Dataset } from './dataset.ts'

const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by))

/** The final mix of MurmurHash3: every bit affects all others. */
function finish(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

const hex = (value: number) => (value >>> 0).toString(16).padStart(8, '0')

export function fingerprint(bytes: Uint8Array): string {
  const { length } = bytes
  const words = new DataView(bytes.buffer, bytes.byteOffset, length)
  let a = 0
  let b = 0
  const mix = (word: number) => {
    a ^= Math.imul(rotate(Math.imul(word, 0x239b961b), 15), 0xab0e9789)
    a = Math.imul(rotate(a, 19), 5) + 0x561ccd1b
    b ^= Math.imul(rotate(Math.imul(word, 0x38b34ae5), 16), 0xa1e38b93)
    b = Math.imul(rotate(b, 17), 5) + 0x0bcaa747
  }
  let at = 0
  for (; at + 4 <= length; at += 4) mix(words.getUint32(at, true))
  let rest = 0
  for (; at < length; at++) rest = (rest << 8) | (bytes[at] as number)
  mix(rest)
  a = finish(a ^ length)
  b = finish(b ^ length ^ a)
  return `${length}-${hex(finish(a + b))}${hex(b)}`
}

export interface TrainingImages {
  readonly count: number
  /** Of all pixels, in their order. */
  readonly hash: string
}

export function identify({ images, count }: Pick<Dataset, 'images' | 'count'>): TrainingImages {
  return { count, hash: fingerprint(images) }
}

/** Why these are not the images of the run, as a sentence; null where they are. */
export function whyOtherImages(trained: TrainingImages, { count, hash }: TrainingImages): string | null {
  if (trained.count === count && trained.hash === hash) return null
  const before = grouped(trained.count)
  const how = trained.count === count ? `as many (${before}), but with other pixels` : `${before} then, ${grouped(count)} now`
  return `These are not the images that the run was trained on: ${how}.`
}
