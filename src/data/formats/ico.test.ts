// Icons, against the pixels that Chromium shows.
import { expect, test } from 'vitest'
import type { Decode } from '../image.ts'
import { inspect } from '../inspect.ts'
import { ICO_SAMPLES, icon } from './bmp-test-support.ts'
import { decodeIco } from './ico.ts'
import { asPng } from './png-chunks.ts'

const noDecoder: Decode = async () => {
  throw new Error('no other decoder is needed')
}

test.each(ICO_SAMPLES)('$name is as Chromium shows it', async ({ bytes, quarters }) => {
  expect(inspect(bytes)).toEqual({ format: 'ico', width: 16, height: 16, changes: [] })
  const { pixels } = await decodeIco(bytes, noDecoder)
  const middle = (x: number, y: number) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(4 * (16 * y + x), 4 * (16 * y + x) + 4)
    return [red, green, blue].map((value) => Math.round((value * alpha + 255 * (255 - alpha)) / 255))
  }
  expect([middle(4, 4), middle(12, 4), middle(4, 12), middle(12, 12)]).toEqual(quarters)
})

test('a PNG inside is passed to the PNG decoder, and has the size of its own header', async () => {
  const png = asPng({ width: 20, height: 10, pixels: new Uint8Array(800) }, new Uint8Array())
  const bytes = icon([{ side: 0, picture: png }])
  expect(inspect(bytes)).toMatchObject({ format: 'ico', width: 20, height: 10 })
  const image = { width: 20, height: 10, pixels: new Uint8Array(800) }
  const decode: Decode = async (file, format) => {
    expect([format, file.length]).toEqual(['png', png.length])
    return image
  }
  expect(await decodeIco(bytes, decode)).toBe(image)
  expect(() => inspect(bytes.subarray(0, -1))).toThrow('The ICO ends before its picture does.')
})

const [sample] = ICO_SAMPLES
const whole = sample?.bytes ?? new Uint8Array()

test.each<[string, Uint8Array, string]>([
  ['cut in the list', whole.subarray(0, 20), 'The ICO ends before its picture does.'],
  ['cut in the pixels', whole.subarray(0, 700), 'The ICO ends before its picture does.'],
  ['a picture beyond the end', whole.with(21, 9), 'The ICO ends before its picture does.'],
  ['a picture inside of the list', whole.with(18, 3), 'The ICO is damaged: its header makes no sense.'],
  ['another size in the list', whole.with(6, 17), 'The ICO is damaged'],
  ['run lengths', whole.with(22 + 16, 1), 'The ICO is damaged'],
  ['no picture', Uint8Array.of(0, 0, 1, 0, 0, 0, 1, 2), 'Not an image this page knows'],
])('%s: refused in words', (_, bytes, sentence) => {
  expect(() => inspect(bytes)).toThrow(sentence)
})
