// Codes of pictures: what is written is read as the same, and what cannot be read is said.
import { describe, expect, test } from 'vitest'
import { type LatentPoint, roundPosition, runCode, type SeedPoint, UNKNOWN_RUN, writePictureCode } from './picture-code.ts'
import { MAX_SEED, readPictureCode } from './read-picture-code.ts'
import { RandomStream } from './rng.ts'

const write = (point: LatentPoint, step = 1500) => writePictureCode({ run: 'k3f9x2', step, point })
const problemOf = (text: string) => {
  const result = readPictureCode(text)
  return 'problem' in result ? result.problem : null
}

/** Any point, drawn from a stream. */
function anyPoint(stream: RandomStream): LatentPoint {
  const seedPoint = (): SeedPoint => ({
    seed: stream.bits() >>> stream.below(32),
    ...(stream.below(2) === 0 && { class: stream.below(1000) }),
  })
  const at = roundPosition(stream.below(4) === 0 ? stream.below(2) : stream.uniform() ** (1 + stream.below(20)))
  const from = seedPoint()
  switch (stream.below(3)) {
    case 0:
      return from
    case 1:
      return { ...from, towards: { ...seedPoint(), at, method: stream.below(2) === 0 ? 'lerp' : 'slerp' } }
    default:
      return { ...from, loop: { radius: roundPosition(2 * stream.uniform()), at } }
  }
}

describe('a code', () => {
  test('of any picture is read as that picture, in letters that a link carries as they are', () => {
    const stream = new RandomStream(7, 'dataset')
    for (let i = 0; i < 3000; i++) {
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
    expect(write({ seed: 1, class: 0, towards: { seed: 1, class: 4, at: 1, method: 'lerp' } })).toBe('k3f9x2-1500-1-c1-to1-toc5-at1-lerp')
    expect(write({ seed: MAX_SEED, loop: { radius: 0.5, at: 0 } }, 2 ** 53 - 1)).toBe('k3f9x2-9007199254740991-4294967295-loop0.5-at0')
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
    ['k3f9x2-1500-4-zoom2', '“zoom2” in this code means nothing here: perhaps a newer version'],
    ['k3f9x2-1500-4-constructor1', '“constructor1” in this code means nothing here'],
    ['k3f9x2-1500-4-', '“” in this code means nothing here'],
    ['k3f9x2-1500-4-5', '“5” in this code means nothing here'],
    ['k3f9x2-1500-4-to5', '“at” is missing'],
    ['k3f9x2-1500-4-loop1', '“at” is missing'],
    ['k3f9x2-1500-4-at0.5', '“at” is only there beside'],
    ['k3f9x2-1500-4-lerp', '“lerp” says how to go to another sample'],
    ['k3f9x2-1500-4-toc5-at0.5', '“toc” says how to go to another sample'],
    ['k3f9x2-1500-4-to5-at1.01', '“at” is a number from 0 to 1, not “1.01”'],
    ['k3f9x2-1500-4-to5-at.5', '“at” is a number'],
    ['k3f9x2-1500-4-to5-atinfinity', '“atinfinity” in this code means nothing here'],
    ['k3f9x2-1500-4-to5-at0.5-lerp2', '“lerp2” in this code means nothing here'],
    ['k3f9x2-1500-4-to5-at0.5-at0.5', '“at” is there twice'],
    ['k3f9x2-1500-4-c1-c1', '“c” is there twice'],
    ['k3f9x2-1500-4-loop2.1-at0.5', '“loop” is a number from 0 to 2, not “2.1”'],
    ['k3f9x2-1500-4-to5-loop1-at0.5', 'cannot stand in one code'],
    [`k3f9x2-1500-4-to5-at0.${'3'.repeat(300)}`, 'too long for a code'],
  ])('%s', (text, sentence) => {
    expect(problemOf(text)).toContain(sentence)
  })

  test('that is short and has nothing in it that a terminal obeys', () => {
    const problem = problemOf(`k3f9x2-1500-\u001b[31m${'9'.repeat(150)}`)
    expect(problem).toContain('not “?[31m99')
    expect(problem?.length).toBeLessThan(150)
  })
})

test('the code of a run is the beginning of its id, without dashes and in small letters', () => {
  expect(runCode('0F3b-9aC1-44e2')).toBe('0f3b9a')
  expect(runCode('ab')).toBe('ab')
  for (const id of [null, '', '--', 'é', 'run-shapes-step-000400']) expect(runCode(id)).toBe(UNKNOWN_RUN)
})
