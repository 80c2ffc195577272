// Codes of pictures: what is written is read as the same, and what cannot be read is said.
import { describe, expect, test } from 'vitest'
import { latentTextLength, readLatent, writeLatent } from './latent-text.ts'
import {
  type DirectionEdit,
  isSamePoint,
  LAYER_ZONES,
  type LatentPoint,
  type LayerZone,
  type Move,
  pictureFileName,
  roundPosition,
  runCode,
  type SeedPoint,
  UNKNOWN_RUN,
  writePictureCode,
} from './picture-code.ts'
import { MAX_SEED, readPictureCode } from './read-picture-code.ts'
import { RandomStream } from './rng.ts'

const write = (point: LatentPoint, step = 1500) => writePictureCode({ run: 'k3f9x2', step, point })
const problemOf = (text: string) => {
  const result = readPictureCode(text)
  return 'problem' in result ? result.problem : null
}

/** Any point, drawn from a stream. */
function anyPoint(stream: RandomStream): LatentPoint {
  const isRare = () => stream.below(4) === 0
  const from = anySeedPoint(stream)
  return {
    ...from,
    ...anyMove(stream, from),
    ...(isRare() && { latent: writeLatent(stream.normals(1 + stream.below(stream.below(20) === 0 ? 512 : 20))) }),
    ...(isRare() && { variety: roundPosition(0.999 * stream.uniform()) }),
    ...(isRare() && { directions: someDirections(stream) }),
  }
}

function anySeedPoint(stream: RandomStream): SeedPoint {
  return { seed: stream.bits() >>> stream.below(32), ...(stream.below(2) === 0 && { class: stream.below(1000) }) }
}

function anyMove(stream: RandomStream, from: SeedPoint): Move {
  const at = () => roundPosition(stream.below(4) === 0 ? stream.below(2) : stream.uniform() ** (1 + stream.below(20)))
  const other = (): SeedPoint => (stream.below(4) === 0 ? { seed: from.seed, class: stream.below(1000) } : anySeedPoint(stream))
  switch (stream.below(4)) {
    case 0:
      return {}
    case 1:
      return { towards: { ...other(), at: at(), method: stream.below(2) === 0 ? 'lerp' : 'slerp' } }
    case 2:
      return { pad: { topRight: other(), bottomLeft: other(), bottomRight: other(), x: at(), y: at() } }
    default:
      return { loop: { radius: roundPosition(2 * stream.uniform()), at: at() } }
  }
}

function someDirections(stream: RandomStream): DirectionEdit[] {
  return Array.from({ length: 1 + stream.below(5) }, (_, i) => ({
    set: stream.below(2) === 0 ? 'pc' : 'cf',
    index: 5 * stream.below(100) + i,
    sigmas: roundPosition(stream.uniform() * 8 - 4) || 1,
    ...(stream.below(2) === 0 && { zone: LAYER_ZONES[stream.below(3)] as LayerZone }),
  }))
}

describe('a code', () => {
  test('of any picture is read as that picture, in letters that a link carries as they are', () => {
    const stream = new RandomStream(7, 'dataset')
    for (let i = 0; i < 1500; i++) {
      const code = { run: runCode(`${stream.bits()}-x`), step: Math.floor(2 ** (53 * stream.uniform())), point: anyPoint(stream) }
      const text = writePictureCode(code)
      expect(readPictureCode(text)).toEqual({ code })
      expect(text).toMatch(/^[a-z0-9.-]+$/)
      expect(encodeURIComponent(text)).toBe(text)
    }
  })

  test('reads as it looks', () => {
    expect(write({ seed: 42 })).toBe('k3f9x2-1500-42')
    expect(write({ seed: 42, class: 2, towards: { seed: 77, at: 0.25, method: 'slerp' } })).toBe('k3f9x2-1500-42-c3-to77-at0.25')
    expect(write({ seed: 1, class: 0, towards: { seed: 1, class: 4, at: 1, method: 'lerp' } })).toBe('k3f9x2-1500-1-c1-toc5-at1-lerp')
    expect(write({ seed: MAX_SEED, loop: { radius: 0.5, at: 0 } }, 2 ** 53 - 1)).toBe('k3f9x2-9007199254740991-4294967295-loop0.5-at0')
    const pad = { topRight: { seed: 5 }, bottomLeft: { seed: 9, class: 1 }, bottomRight: { seed: 42, class: 2 }, x: 0.25, y: 1 }
    expect(write({ seed: 42, pad })).toBe('k3f9x2-1500-42-pad5.9c2.c3-x0.25-y1')
    const z = Float32Array.of(0, 1, -1, 9)
    expect(write({ seed: 0, latent: writeLatent(z), variety: 0.7 })).toBe('k3f9x2-1500-0-zqcngn7y-var0.7')
    const directions = [
      { set: 'pc', index: 2, sigmas: 1.5, zone: 'late' },
      { set: 'cf', index: 1, sigmas: -0.5 },
    ] as const
    expect(write({ seed: 42, directions })).toBe('k3f9x2-1500-42-pc3p1.5late-cf2m0.5')
  })

  test('leaves out what changes nothing', () => {
    expect(write({ seed: 42, variety: 1, directions: [{ set: 'pc', index: 0, sigmas: -1e-9 }] })).toBe('k3f9x2-1500-42')
    expect(readPictureCode('k3f9x2-1500-42-var1.0-pc1m0-to42-toc3-at0.50')).toEqual(readPictureCode('k3f9x2-1500-42-toc3-at0.5'))
    expect(isSamePoint({ seed: 1, variety: 0.5 }, { seed: 1, variety: 0.5 + 1e-9, directions: [] })).toBe(true)
    expect(isSamePoint({ seed: 1, variety: 0.5 }, { seed: 1, variety: 0.6 })).toBe(false)
  })

  test('has room for the longest latent beside all else', () => {
    const seed = MAX_SEED
    const corner = { seed: MAX_SEED - 1, class: 999 }
    const point: LatentPoint = {
      seed,
      class: 998,
      pad: { topRight: corner, bottomLeft: corner, bottomRight: corner, x: 0.123456, y: 0.123456 },
      latent: writeLatent(new RandomStream(1, 'sample').normals(512)),
      variety: 0.123456,
      directions: Array.from({ length: 30 }, (_, i) => ({ set: 'pc', index: 400 + i, sigmas: -10.123456, zone: 'middle' })),
    }
    expect(readPictureCode(write(point, 2 ** 53 - 1))).toMatchObject({ code: { point } })
  })

  test('has no exponents, and says a position as near as what draws it takes it', () => {
    for (const at of [1 / 3, 2 / 3, 1e-6, 1e-9, 0.1 + 0.2, 1 - 1e-12]) {
      const text = write({ seed: 1, towards: { seed: 2, at, method: 'slerp' } })
      expect(text).not.toContain('e-')
      expect(readPictureCode(text)).toMatchObject({ code: { point: { towards: { at: roundPosition(at) } } } })
      expect(Math.abs(roundPosition(at) - at)).toBeLessThanOrEqual(5e-7)
    }
  })

  test('may have spaces around it, large letters, and more digits than are written', () => {
    const read = readPictureCode(' K3F9X2-1500-0042-TO7-AT0.33333333\n')
    expect(read).toEqual({ code: { run: 'k3f9x2', step: 1500, point: { seed: 42, towards: { seed: 7, at: 0.333333, method: 'slerp' } } } })
  })
})

describe('what is not a code is said in a sentence', () => {
  test.each([
    ['', 'A code is RUN-STEP-SEED'],
    ['k3f9x2', 'not the code of a picture'],
    ['k3f9x2-1500', 'not the code of a picture'],
    ['-1500-4', '“” does not name a run'],
    ['k3f9x2aa-1500-4', '“k3f9x2aa” does not name a run'],
    ['k3f9x2--4', 'the step is a whole number from 0 to 9007199254740991, not “”'],
    ['k3f9x2-1e3-4', 'not “1e3”'],
    ['k3f9x2-NaN-4', 'the step is a whole number'],
    ['k3f9x2-9007199254740992-4', 'the step is a whole number'],
    ['k3f9x2-99999999999999999999999-4', 'the step is a whole number'],
    ['k3f9x2-1500-4294967296', 'a seed is a whole number from 0 to 4294967295, not “4294967296”'],
    ['k3f9x2-1500-4.5', 'not “4.5”'],
    ['k3f9x2-1500-４', 'a seed is a whole number from 0 to 4294967295, not “?”'], // a full-width digit
    ['k3f9x2-1500-0x1f', 'a seed'],
    ['k3f9x2-1500-', 'a seed'],
    ['k3f9x2-1500-4-c0', 'a class is a whole number from 1 to 1000, not “0”'],
    ['k3f9x2-1500-4-c1001', 'a class'],
    ['k3f9x2-1500-4-c', 'a class'],
    ['k3f9x2-1500-4-warp2', '“warp2” in this code means nothing here: perhaps a newer version'],
    ['k3f9x2-1500-4-constructor1', '“constructor1” in this code means nothing here'],
    ['k3f9x2-1500-4-', '“” in this code means nothing here'],
    ['k3f9x2-1500-4-5', '“5” in this code means nothing here'],
    ['k3f9x2-1500-4-to5', '“at” is missing'],
    ['k3f9x2-1500-4-loop1', '“at” is missing'],
    ['k3f9x2-1500-4-at0.5', '“at” is only there beside'],
    ['k3f9x2-1500-4-lerp', '“lerp” says how to go to another sample'],
    ['k3f9x2-1500-4-toc5', '“at” is missing'],
    ['k3f9x2-1500-4-toc5-loop1-at0.5', '“toc” and “loop” cannot stand in one code'],
    ['k3f9x2-1500-4-pad5.6.7', '“x” or “y” is missing'],
    ['k3f9x2-1500-4-pad5.6.7-x0.5', '“x” or “y” is missing'],
    ['k3f9x2-1500-4-pad5.6.7-x0.5-y1.5', '“y” is a number from 0 to 1, not “1.5”'],
    ['k3f9x2-1500-4-pad5.6.7-x0.5-y0.5-at0.5', '“at” is only there beside'],
    ['k3f9x2-1500-4-x0.5', '“x” and “y” are only there beside “pad”'],
    ['k3f9x2-1500-4-pad5.6-x0.5-y0.5', '“pad” has the three other corners'],
    ['k3f9x2-1500-4-pad-x0.5-y0.5', '“pad” has the three other corners'],
    ['k3f9x2-1500-4-pad5..6-x0.5-y0.5', 'a corner is a seed, not “”'],
    ['k3f9x2-1500-4-pad5.6.q-x0.5-y0.5', 'a corner is a seed, not “q”'],
    ['k3f9x2-1500-4-padc0.6.7-x0.5-y0.5', 'a class is a whole number from 1 to 1000, not “0”'],
    ['k3f9x2-1500-4-pad5.6c.7-x0.5-y0.5', 'a class'],
    ['k3f9x2-1500-4-pad5.6.4294967296-x0.5-y0.5', 'a seed is a whole number'],
    ['k3f9x2-1500-4-pad5.6.7-to5-at0.5', '“to” and “pad” cannot stand in one code'],
    ['k3f9x2-1500-4-z', '“z” in this code is no latent'],
    ['k3f9x2-1500-4-zoom2', '“zoom2” in this code is no latent'],
    ['k3f9x2-1500-4-za1', 'is no latent'],
    [`k3f9x2-1500-4-z${writeLatent(new Float32Array(5)).slice(2)}`, 'is no latent: perhaps a part'],
    ['k3f9x2-1500-4-zaa-zaa', '“z” is there twice'],
    ['k3f9x2-1500-4-var', '“var” is a number from 0 to 10'],
    ['k3f9x2-1500-4-var10.1', '“var” is a number from 0 to 10'],
    ['k3f9x2-1500-4-pc3', '“pc3” in this code is no direction'],
    ['k3f9x2-1500-4-pc3p1.5later', 'is no direction'],
    ['k3f9x2-1500-4-pc3p1.5early-pc3m1early', '“pc3early” is there twice'],
    ['k3f9x2-1500-4-pc0p1', 'a direction is a whole number from 1 to 512, not “0”'],
    ['k3f9x2-1500-4-cf1p', 'the length of a direction is a number from 0 to 100, not “”'],
    ['k3f9x2-1500-4-cf1p101', 'the length of a direction is a number from 0 to 100, not “101”'],
    ['k3f9x2-1500-4-to5-at1.01', '“at” is a number from 0 to 1, not “1.01”'],
    ['k3f9x2-1500-4-to5-at.5', '“at” is a number'],
    ['k3f9x2-1500-4-to5-atinfinity', '“atinfinity” in this code means nothing here'],
    ['k3f9x2-1500-4-to5-at0.5-lerp2', '“lerp2” in this code means nothing here'],
    ['k3f9x2-1500-4-to5-at0.5-at0.5', '“at” is there twice'],
    ['k3f9x2-1500-4-c1-c1', '“c” is there twice'],
    ['k3f9x2-1500-4-loop2.1-at0.5', '“loop” is a number from 0 to 2, not “2.1”'],
    ['k3f9x2-1500-4-to5-loop1-at0.5', 'cannot stand in one code'],
  ])('%s', (text, sentence) => {
    expect(problemOf(text)).toContain(sentence)
  })

  test('where it is too long', () => {
    expect(problemOf(`k3f9x2-1500-4-to5-at0.${'3'.repeat(2000)}`)).toContain('too long for a code')
    expect(problemOf(`k3f9x2-1500-4-z${writeLatent(new Float32Array(513))}`)).toContain('is no latent')
  })

  test('that is short and has nothing in it that a terminal obeys', () => {
    const problem = problemOf(`k3f9x2-1500-\u001b[31m${'9'.repeat(150)}`)
    expect(problem).toContain('not “?[31m99')
    expect(problem?.length).toBeLessThan(150)
  })
})

test('a file of a picture has a name that every system takes, however long its code is', () => {
  expect(pictureFileName(write({ seed: 42, variety: 0.5 }))).toBe('k3f9x2-1500-42-var0.5')
  const name = pictureFileName(write({ seed: 42, latent: writeLatent(new Float32Array(512)) }))
  expect(name).toHaveLength(100)
  expect(name).toContain('k3f9x2-1500-42-zqcaib')
})

describe('the text of a latent', () => {
  test('has 8 bits a number, is as near as its grid, and is read as the same on and on', () => {
    for (let length = 1; length < 40; length++) {
      const z = new RandomStream(length, 'sample').normals(length)
      const text = writeLatent(z)
      expect(text).toMatch(/^[a-z2-7]+$/)
      expect(text).toHaveLength(latentTextLength(length))
      const read = readLatent(text) as Float32Array
      expect(read).toHaveLength(length)
      for (const [i, value] of read.entries()) expect(Math.abs(value - (z[i] as number))).toBeLessThanOrEqual(2.5 / 128)
      expect(writeLatent(read)).toBe(text)
    }
  })

  test('has all 256 values of the grid, and brings what lies outside to its border', () => {
    const grid = Float32Array.from({ length: 256 }, (_, i) => ((i - 128) * 5) / 128)
    expect(readLatent(writeLatent(grid))).toEqual(grid)
    const outside = Float32Array.of(-7, 1e30, -5, 5, Number.POSITIVE_INFINITY)
    expect(readLatent(writeLatent(outside))).toEqual(Float32Array.of(-5, 635 / 128, -5, 635 / 128, 635 / 128))
  })

  test('is written in one way alone', () => {
    expect(readLatent('qa')).toEqual(Float32Array.of(0))
    for (const text of ['qb', 'q', 'qaa', 'qaaaaa', 'QA', 'q1', 'q=']) expect(readLatent(text)).toBeNull()
  })
})

test('the code of a run is the beginning of its id, without dashes and in small letters', () => {
  expect(runCode('0F3b-9aC1-44e2')).toBe('0f3b9a')
  expect(runCode('ab')).toBe('ab')
  for (const id of [null, '', '--', 'é', 'run-shapes-step-000400']) expect(runCode(id)).toBe(UNKNOWN_RUN)
})

test('the code of a mix says from which step its later layers are, and what is no such thing is refused', () => {
  const code = { run: 'k3f9x2', step: 1500, point: { seed: 4, variety: 0.5 }, mix: { step: 2000, from: 'late' } } as const
  expect(writePictureCode(code)).toBe('k3f9x2-1500-4-var0.5-mix2000late')
  expect(readPictureCode('k3f9x2-1500-4-var0.5-mix2000late')).toEqual({ code })
  for (const wrong of ['mix2000', 'mixlate', 'mix2000early', 'mix-late']) {
    expect(readPictureCode(`k3f9x2-1500-4-${wrong}`)).toHaveProperty('problem')
  }
})
