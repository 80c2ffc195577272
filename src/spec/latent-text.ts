// A latent as letters and digits, for the codes of pictures: 8 bits a dimension, so that what the text says is drawn alike everywhere.

/** Between neighbours on the grid: a whole number of 128ths, which float32 holds exactly. */
const STEP = 5 / 128
/** The byte of 0: the grid goes from -5 to just under 5, and of a million standard normal numbers one lies outside. */
const ZERO = 128

/** Of base 32 [RFC 4648, §6], in small letters, without the signs that fill it up. */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'
const BITS = 5

/** The nearest latent on the grid as a text; what lies outside is brought to its border. @param z [latent] */
export function writeLatent(z: Float32Array): string {
  let text = ''
  let [held, bits] = [0, 0] // of what is not written yet
  for (const value of z) {
    held = (held << 8) | byteOf(value)
    for (bits += 8; bits >= BITS; bits -= BITS) text += LETTERS[(held >> (bits - BITS)) & 31]
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + LETTERS[(held << (BITS - bits)) & 31] : text
}

function byteOf(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value / STEP) + ZERO))
}

/** The latent of a text, [latent]; null where `writeLatent` does not write that text. */
export function readLatent(text: string): Float32Array | null {
  const z = new Float32Array(Math.floor((text.length * BITS) / 8))
  let [held, bits, at] = [0, 0, 0]
  for (const letter of text) {
    const value = LETTERS.indexOf(letter)
    if (value < 0) return null
    held = (held << BITS) | value
    bits += BITS
    if (bits < 8) continue
    bits -= 8
    z[at++] = ((held >> bits) - ZERO) * STEP
    held &= (1 << bits) - 1
  }
  return bits < BITS && held === 0 ? z : null
}

/** Letters of a latent of so many dimensions. */
export function latentTextLength(latent: number): number {
  return Math.ceil((latent * 8) / BITS)
}
