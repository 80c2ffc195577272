// The doctor on whole sets: which images it leaves out, and which warnings it gives with which evidence.
import { expect, test } from 'vitest'
import { CancelledError } from '../../spec/cancel.ts'
import { DEFAULT_PREPARATION, type Preparation } from '../../spec/config.ts'
import { RandomStream } from '../../spec/rng.ts'
import { type Collection, withImages } from '../collection.ts'
import { drawDiscs } from '../discs.ts'
import { drawShapes } from '../shapes.ts'
import { examine, measureWarnings, recount } from './examine.ts'
import { type Paint, photos, SIZE, setOf } from './test-support.ts'

const look = (set: Collection, changes: Partial<Preparation> = {}) => examine(set, { ...DEFAULT_PREPARATION, ...changes })
const kindsOf = ({ warnings }: Collection) => warnings.map(({ kind }) => kind).filter((kind) => kind !== 'few')
const warningOf = ({ warnings }: Collection, wanted: string) => warnings.find(({ kind }) => kind === wanted)

test('photographs of all kinds get no warning but that they are few', async () => {
  const set = await look(photos(300))
  expect(set).toMatchObject({ findings: [], leftOut: new Set() })
  expect(set.warnings.map(({ kind }) => kind)).toEqual(['few'])
})

test('shapes get no warning; discs get one, because their rotation cannot be predicted', async () => {
  const shapes = await look(setOf(drawShapes(400, SIZE, 1)))
  expect(shapes).toMatchObject({ findings: [], leftOut: new Set() })
  expect(kindsOf(shapes)).toEqual([])
  const discs = await look(setOf(drawDiscs(400, SIZE, 1)))
  expect(kindsOf(discs)).toEqual(['symmetric'])
  expect(warningOf(discs, 'symmetric')).toMatchObject({
    evidence: expect.stringContaining('predicted the rotation of 25 % of 400 images'),
    remedy: { label: 'Train a plain GAN', changes: { alpha: 0, beta: 0, rotatedShare: 0 } },
  })
})

test('pictures without an upright direction get a warning, upright ones do not', async () => {
  const turning: Paint = (_x, y, value) => value + y * 1.5 // takes the light from above away
  expect(kindsOf(await look(photos(400, turning)))).toEqual(['symmetric'])
})

const noise = new RandomStream(9, 'dataset').normals(SIZE * SIZE)

test('an image of nearly one colour is left out with its figure, and not compared with others', async () => {
  const set = await look(photos(60, (x, y, value, i) => (i < 3 ? 90 + i + (noise[y * SIZE + x] as number) : value)))
  expect([...set.leftOut]).toEqual([0, 1, 2])
  expect(set.findings).toHaveLength(3)
  expect(set.findings[0]).toMatchObject({
    path: 'mine 1',
    kind: 'plain',
    image: 0,
    sentence: expect.stringMatching(/varies by 1\.0 of 255/),
  })
})

/** Image i of the set is picture `order[i]`, changed a little more the larger `order[i]` is after the point. */
function withCopies(order: readonly number[]): Collection {
  const { images } = photos(40)
  const area = SIZE * SIZE
  const all = order.flatMap((number) => {
    const from = images.subarray(Math.floor(number) * area, (Math.floor(number) + 1) * area)
    return Array.from(from, (value, at) => Math.min(255, Math.max(0, value + (number % 1) * 20 * (noise[at] as number))))
  })
  return setOf(Uint8Array.from(all), 1)
}

test('of images that are nearly the same the first stays, and the findings of the others name it', async () => {
  const set = await look(withCopies([5.1, 3, 4, 5, 7, 3.2, 5.2]))
  expect(set.findings).toEqual([
    { path: 'mine 4', kind: 'similar', sentence: 'Nearly the same as mine 1.', image: 3 },
    { path: 'mine 6', kind: 'similar', sentence: 'Nearly the same as mine 2.', image: 5 },
    { path: 'mine 7', kind: 'similar', sentence: 'Nearly the same as mine 1.', image: 6 },
  ])
  expect([...set.leftOut]).toEqual([3, 5, 6])
})

test('in a chain of which only neighbours are similar, an image that is left out is not a reason to leave out the next', async () => {
  const apart = async (order: readonly number[]) => [...(await look(withCopies(order))).leftOut]
  expect(await apart([5, 5.4])).toEqual([1])
  expect(await apart([5.4, 5.8])).toEqual([1])
  expect(await apart([5, 5.8])).toEqual([])
  expect(await apart([5, 5.4, 5.8])).toEqual([1])
})

test('an image that is left out already is neither reported again nor compared', async () => {
  const set = withCopies([5, 5, 5.1])
  const found = { path: 'mine 1', kind: 'duplicate', sentence: 'The same as another.', image: 0 } as const
  const { findings, leftOut } = await look({ ...set, leftOut: new Set([0]), findings: [found] })
  expect(findings.map(({ kind, image }) => [kind, image])).toEqual([
    ['duplicate', 0],
    ['similar', 2],
  ])
  expect([...leftOut]).toEqual([0, 2])
})

test('two images with a small difference in one place both stay', async () => {
  const patch: Paint = (x, y, value, i) => (i === 1 && x >= 8 && x < 14 && y >= 8 && y < 14 ? 255 - value : value)
  const { images } = photos(1)
  const pair = setOf(
    Uint8Array.from({ length: 2 * images.length }, (_, at) => {
      const pixel = at % images.length
      return patch(pixel % SIZE, Math.floor(pixel / SIZE), images[pixel] as number, Math.floor(at / images.length))
    }),
    1,
  )
  expect((await look(pair)).findings).toEqual([])
})

test('bars at top and bottom are reported with sides and figures; trimming is offered unless it is on', async () => {
  const barred = photos(100, (_x, y, value, i) => (i % 2 === 0 && (y < 4 || y > 27) ? 4 : value))
  const set = await look(barred)
  expect(kindsOf(set)).toEqual(['bars'])
  const warning = warningOf(set, 'bars')
  expect(warning).toMatchObject({ remedy: { changes: { trimBars: true } }, pictures: { count: 8 } })
  const [, found] = /^(\d+) of 100 images have bars of one colour: top and bottom in/.exec(warning?.evidence ?? '') ?? []
  expect(Number(found)).toBeGreaterThanOrEqual(40)
  expect(Number(found)).toBeLessThanOrEqual(50)
  const left = warningOf(await look(barred, { trimBars: true }), 'bars')
  expect(left).toMatchObject({ title: 'Sides of one colour are left after trimming', remedy: { changes: { cropFraction: 0.9 } } })
  expect(left?.evidence).toContain('may be part of the pictures')
  expect(warning?.evidence).not.toContain('may be part of the pictures')
  expect(warningOf(await look(barred, { trimBars: true, cropFraction: 0.9 }), 'bars')?.remedy).toBeNull()
})

/** Calm photographs, every sixth a still from a film: bars above and below, and on the left the dark of a cinema that differs. */
const stills: Paint = (x, y, value, i) => {
  if (i % 6 !== 0) return 128 + (value - 128) / 3
  if (y < 4 || y > 27) return 4
  return x >= 3 && x < 9 + ((i / 6) % 6) && i % 36 !== 0 ? 5 + value / 20 : value
}

test('bars in some images among others without are bars, not a mark', async () => {
  const set = await look(photos(360, stills))
  expect(kindsOf(set)).toEqual(['bars'])
  const { evidence, pictures, remedy } = warningOf(set, 'bars') ?? {}
  expect(evidence).toMatch(/^5\d of 360 images have bars of one colour: top and bottom in 5\d\. /)
  expect(remedy?.changes).toEqual({ trimBars: true })
  // Every picture that is shown begins with a bar.
  const firsts = Array.from({ length: pictures?.count ?? 0 }, (_, i) => pictures?.pixels[i * 4 * SIZE * SIZE])
  expect(firsts).toEqual(Array(8).fill(4))
})

test('no warning for frames on all sides, as many bars at the sides as at top and bottom, or plain backgrounds', async () => {
  const framed = photos(100, (x, y, value) => (Math.min(x, y, SIZE - 1 - x, SIZE - 1 - y) < 3 ? 250 : value))
  expect(kindsOf(await look(framed))).toEqual([])
  const bothWays = photos(100, (x, y, value, i) => (Math.min(i % 2 ? x : y, SIZE - 1 - (i % 2 ? x : y)) < 4 ? 4 : value))
  expect(kindsOf(await look(bothWays))).toEqual([])
  const post = photos(100, (x, y, value) => (x > 8 && x < 16 && y > 2 ? value : 250))
  expect(kindsOf(await look(post))).toEqual([])
})

const GLYPH = new RandomStream(3, 'dataset').uniforms(8 * 3)
/** Letters of 8 x 3 pixels at (22, 28). */
const stamp: Paint = (x, y, value) =>
  x >= 22 && x < 30 && y >= 28 && y < 31 && (GLYPH[(y - 28) * 8 + x - 22] as number) < 0.5 ? 255 : value

test('a stamp in a corner is found with its position and share, and the remedy crops it', async () => {
  const stamped = photos(200, (x, y, value, i) => (i % 2 === 0 ? stamp(x, y, value, i) : value))
  const set = await look(stamped)
  expect(kindsOf(set)).toEqual(['mark'])
  expect(warningOf(await look(stamped, { cropFraction: 0.95 }), 'mark')?.evidence).toContain('The rim is cut off already')
  expect(warningOf(set, 'mark')?.evidence).not.toContain('already')
  const warning = warningOf(set, 'mark')
  expect(warning?.evidence).toContain('at the bottom right of')
  expect(warning?.pictures?.count).toBe(8)
  const kept = warning?.remedy?.changes.cropFraction ?? 1
  expect(kept).toBeGreaterThanOrEqual(0.6)
  expect(SIZE - (SIZE * (1 - kept)) / 2).toBeLessThanOrEqual(28)
  const [, share] = /\((\d+) %\)/.exec(warning?.evidence ?? '') ?? []
  expect(Math.abs(Number(share) - 50)).toBeLessThanOrEqual(10)
})

test('a mark is measured on the images without bars, and images with it are shown', async () => {
  const tab: Paint = (x, y, value, i) => (i >= 200 && i % 6 !== 0 && x >= 20 && y >= 28 ? 10 : stills(x, y, value, i))
  const set = await look(photos(360, tab))
  expect(kindsOf(set)).toEqual(['bars', 'mark'])
  const { evidence, pictures } = warningOf(set, 'mark') ?? {}
  expect(evidence).toMatch(/ of 3\d\d images without bars/)
  const shown = Array.from({ length: pictures?.count ?? 0 }, (_, i) => pictures?.pixels[((i + 1) * SIZE * SIZE - 1) * 4])
  expect(shown.slice(1)).toEqual(Array(7).fill(10)) // behind the mean of all
})

test('neither faces in the middle of every picture nor a studio background are a mark', async () => {
  const face: Paint = (x, y, value, i) => {
    const [dx, dy] = [x - 16 - (i % 3), y - 16 - (i % 2)]
    const inFace = (dx / 8) ** 2 + (dy / 11) ** 2 < 1
    const isEye = Math.abs(Math.abs(dx) - 3) < 1.5 && Math.abs(dy + 3) < 1.5
    return isEye ? 20 : inFace ? 190 + (value - 128) / 8 : value / 2
  }
  expect(kindsOf(await look(photos(200, face)))).toEqual([])
  expect(kindsOf(await look(photos(200, (x, y, value, i) => (face(x, y, value, i) === value / 2 ? 245 : face(x, y, value, i)))))).toEqual(
    [],
  )
})

test('the same edges in the middle as in the corners are the subject, not a mark', async () => {
  const dots: Paint = (x, y, value) =>
    x % 6 >= 2 && x % 6 < 5 && y % 6 >= 2 && y % 6 < 5 && (x < 6 || x > 9) && (y < 6 || y > 9) ? 250 : value
  expect(kindsOf(await look(photos(100, dots)))).toEqual([])
})

test.each([
  [1, 'Only 1 image', null],
  [49, 'Only 49 images', 1],
  [199, '199 images are few', 1],
  [1999, '1,999 images gain from augmentation', 1],
])('%i images: %s', async (count, title, augmentCutout) => {
  const random = new RandomStream(4, 'dataset')
  const tiny = setOf(
    Uint8Array.from({ length: count * 256 }, () => random.below(256)),
    1,
    16,
  )
  const warning = warningOf(await look(tiny), 'few')
  expect(warning?.title).toBe(title)
  expect(warning?.remedy?.changes.augmentCutout ?? null).toBe(augmentCutout)
})

test('after other images are taken, counts change at once and the rest is measured again', async () => {
  const set = await look(photos(360, stills))
  const taken = withImages(
    set,
    [...set.paths.keys()].filter((i) => i % 6 === 0),
    false,
  )
  expect(recount(taken).warnings).toEqual([
    warningOf(set, 'bars'),
    { ...warningOf(set, 'few'), title: '300 images gain from augmentation' },
  ])
  const warnings = await measureWarnings(taken, DEFAULT_PREPARATION)
  expect(warnings.map(({ title }) => title)).toEqual(['300 images gain from augmentation'])
  const none = withImages(set, [...set.paths.keys()], false)
  expect([recount(none).warnings, await measureWarnings(none, DEFAULT_PREPARATION)]).toEqual([[], []])
})

test('more refused files than images cause a warning; warnings are in order of importance', async () => {
  const refused = Array.from({ length: 101 }, (_, i) => ({ path: `${i}`, kind: 'damaged', sentence: 'Damaged.', image: null }) as const)
  const barred = photos(100, (_x, y, value) => (y < 4 || y > 27 ? 4 : value))
  const kinds = async (set: Collection) => (await look({ ...set, findings: refused })).warnings.map(({ kind }) => kind)
  expect(await kinds(barred)).toEqual(['losses', 'bars', 'few'])
  expect(await kinds(photos(40, (_x, y, value) => (y < 4 || y > 27 ? 4 : value)))).toEqual(['losses', 'few', 'bars'])
})

// Every platform has it; the language itself does not.
declare const setInterval: (run: () => void, milliseconds: number) => unknown
declare const clearInterval: (timer: unknown) => void

test('the result is deterministic, progress only rises, and other work gets a turn', async () => {
  const shares: number[] = []
  let turns = 0
  const ticking = setInterval(() => turns++, 0)
  const set = setOf(drawDiscs(600, SIZE, 2)) // long enough to be asked for several turns, and not without a warning
  const first = await examine(set, DEFAULT_PREPARATION, { onProgress: (share) => shares.push(share) })
  clearInterval(ticking)
  const { findings, leftOut, warnings } = await look(set)
  expect({ findings, leftOut, warnings }).toEqual({ findings: first.findings, leftOut: first.leftOut, warnings: first.warnings })
  expect(shares.toSorted((a, b) => a - b)).toEqual(shares)
  expect(shares.at(-1)).toBe(1)
  expect(turns).toBeGreaterThan(1)
})

test('an aborted signal ends the examination', async () => {
  const signal = { aborted: false }
  const stopped = examine(photos(100), DEFAULT_PREPARATION, { signal, onProgress: (share) => (signal.aborted = share > 0.5) })
  await expect(stopped).rejects.toThrow(CancelledError)
})
