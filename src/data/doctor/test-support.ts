// Sets for the doctor's tests: pictures that look like photographs as far as the doctor can see, and what is wrong with some.
import { RandomStream } from '../../spec/rng.ts'
import { type Collection, collectionOf } from '../collection.ts'

export const SIZE = 32
const WAVES = 24

export type Paint = (x: number, y: number, value: number, image: number) => number

export function setOf(images: Uint8Array, channels: 1 | 3 = 3, size = SIZE): Collection {
  const count = images.length / (size * size * channels)
  return collectionOf({ name: 'mine', label: 'mine', images, count, size, channels })
}

const drawn = new Map<number, Float64Array>()

/** One grey picture of waves of all lengths, the long ones strong, lighter above than below. */
function photo(i: number): Float64Array {
  const known = drawn.get(i)
  if (known) return known
  const random = new RandomStream(1, 'dataset', i)
  const waves = Array.from({ length: WAVES }, () => {
    const rate = 0.05 + 1.1 * random.uniform() ** 2
    const angle = 2 * Math.PI * random.uniform()
    return { x: rate * Math.cos(angle), y: rate * Math.sin(angle), phase: 2 * Math.PI * random.uniform(), strength: 14 / (0.3 + rate) }
  })
  const picture = Float64Array.from({ length: SIZE * SIZE }, (_, at) => {
    const [x, y] = [at % SIZE, Math.floor(at / SIZE)]
    const light = 150 - y * 1.5
    return waves.reduce((sum, wave) => sum + wave.strength * Math.cos(wave.x * x + wave.y * y + wave.phase), light)
  })
  drawn.set(i, picture)
  return picture
}

/** Grey pictures, each painted over by a function of the place and of what is there. */
export function photos(count: number, paint: Paint = (_x, _y, value) => value): Collection {
  const images = new Uint8ClampedArray(count * SIZE * SIZE)
  for (let i = 0; i < count; i++) {
    photo(i).forEach((value, at) => {
      images[i * SIZE * SIZE + at] = paint(at % SIZE, Math.floor(at / SIZE), value, i)
    })
  }
  return setOf(new Uint8Array(images.buffer), 1)
}
