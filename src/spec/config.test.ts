// Settings from outside: which values are accepted, which are refused with which sentence, and links that reproduce a run.
import { describe, expect, test } from 'vitest'
import { DEFAULTS, FIELD_NAMES, hasRamp, isUsed, kimgOf, needsLabels, rotatedCount } from './config.ts'
import { FIELDS } from './fields.ts'
import { parseConfig } from './parse-config.ts'
import { PRESET_NAMES, presetConfig } from './presets.ts'
import { codeOfHash, fromHash, hasSettings, toCodeHash, toHash } from './url.ts'

describe('parseConfig', () => {
  test('takes text, numbers and switches', () => {
    const { config, problems } = parseConfig({
      batch: '16',
      alpha: 0.5,
      flip: 'true',
      size: '64',
      loss: 'wasserstein',
      learningRateD: '1e-3',
    })
    expect(problems).toEqual([])
    expect(config).toEqual({ ...DEFAULTS, batch: 16, alpha: 0.5, flip: true, size: 64, loss: 'wasserstein', learningRateD: 1e-3 })
  })

  test.each([
    ['out of range', { batch: 260 }],
    ['below the range', { learningRateD: 0 }],
    ['not a multiple', { batch: 6 }],
    ['not whole', { steps: 1.5 }],
    ['not a number', { alpha: 'much' }],
    ['nothing', { seed: '' }],
    ['not finite', { beta: Number.POSITIVE_INFINITY }],
    ['of another type', { width: null }],
    ['not an option', { size: 48 }],
    ['not a switch', { flip: 'maybe' }],
    ['unknown', { momentum: 0.9 }],
    ['of the prototype', { constructor: 1 }],
  ])('what is %s is named in a sentence and the base stays', (_, raw) => {
    const { config, problems } = parseConfig(raw as Record<string, unknown>)
    expect(config).toEqual(DEFAULTS)
    expect(problems.map(({ name }) => name)).toEqual(Object.keys(raw))
    expect(problems[0]?.message).toMatch(/^\S.{10,}\.$/)
  })

  test.each(['momentum', 'constructor', '__proto__x', 'toString'])('%s is not a setting', (name) => {
    expect(parseConfig({ [name]: 1 }).problems).toEqual([{ name, message: `There is no setting called “${name}”.` }])
  })

  test('black stays below white, whichever of them is given', () => {
    const message = '“Black level” must be below “White level”: 40 is not below 20.'
    expect(parseConfig({ blackLevel: 40, whiteLevel: '20', seed: 3 })).toEqual({
      config: { ...DEFAULTS, seed: 3 },
      problems: [{ name: 'blackLevel', message }],
    })
    const base = { ...DEFAULTS, blackLevel: 40 }
    expect(parseConfig({ whiteLevel: 20 }, base)).toEqual({ config: base, problems: [{ name: 'blackLevel', message }] })
    expect(parseConfig({ blackLevel: 15.9, whiteLevel: 16 }).problems).toEqual([])
  })

  test('classes begin to count before they count in full, whichever mark is given, and a mark of 0 kimg is no ramp', () => {
    const message = '“Classes begin at (kimg)” must not be above “Classes in full at (kimg)”: 4 is above 3.'
    expect(parseConfig({ conditioning: 'clusters', rampFrom: 4, rampUntil: '3' })).toEqual({
      config: { ...DEFAULTS, conditioning: 'clusters' },
      problems: [{ name: 'rampFrom', message }],
    })
    const base = { ...DEFAULTS, rampFrom: 4, rampUntil: 6 }
    expect(parseConfig({ rampUntil: 3 }, base)).toEqual({ config: base, problems: [{ name: 'rampFrom', message }] })
    expect(parseConfig({ rampFrom: 5.5, rampUntil: 5.5 }).problems).toEqual([])
    expect(parseConfig({ rampFrom: 4, rampUntil: 3, blackLevel: 9, whiteLevel: 8 }).problems).toHaveLength(2)
  })

  test('every preset and every default is within its own range', () => {
    for (const name of PRESET_NAMES) expect(parseConfig(presetConfig(name)).problems, name).toEqual([])
    expect(parseConfig(DEFAULTS).config).toEqual(DEFAULTS)
    for (const [name, { help, label }] of Object.entries(FIELDS)) expect(help.length * label.length, name).toBeGreaterThan(0)
  })
})

test('n is a quarter of the share of the batch, at least one, and none at a share of 0', () => {
  expect(rotatedCount({ batch: 64, rotatedShare: 1 })).toBe(16)
  expect(rotatedCount({ batch: 32, rotatedShare: 0.5 })).toBe(4)
  expect(rotatedCount({ batch: 4, rotatedShare: 0.25 })).toBe(1)
  expect(rotatedCount({ batch: 64, rotatedShare: 0 })).toBe(0)
})

describe('links', () => {
  test.each(PRESET_NAMES)('%s is restored from its link', (preset) => {
    const link = {
      preset,
      data: 'discs' as const,
      config: { ...presetConfig(preset), seed: 4_294_967_295, learningRateG: 3.21e-5, flip: true },
      lesson: null,
    }
    expect(fromHash(toHash(link))).toEqual({ link, problems: [] })
  })

  test('a short link is its preset with the settings it names', () => {
    const { link, problems } = fromHash('#preset=smoke&seed=3')
    expect(problems).toEqual([])
    expect(link.config).toEqual({ ...presetConfig('smoke'), seed: 3 })
    expect(link.data).toBeNull() // whichever images are open stay so
    expect(fromHash('').link.config).toEqual(presetConfig(link.preset === 'smoke' ? 'sketch' : link.preset))
  })

  test('the code of a picture stands beside the settings and alone, and is no setting', () => {
    expect(fromHash('#preset=smoke&code=k3f9x2-1500-42&seed=3')).toMatchObject({ link: { config: { seed: 3 } }, problems: [] })
    expect(codeOfHash('#preset=smoke&code=k3f9x2-1500-42&seed=3')).toBe('k3f9x2-1500-42')
    expect([codeOfHash('#preset=smoke'), codeOfHash('')]).toEqual([null, null])
    expect(codeOfHash(toCodeHash('k3f9x2-1-2-loop0.5-at0.1'))).toBe('k3f9x2-1-2-loop0.5-at0.1')
    expect(['', '#code=a-1-2', '#code=a-1-2&seed=3', '#preset=smoke'].map(hasSettings)).toEqual([false, false, true, true])
  })

  test('a link from before there were levels leaves them at their defaults, and one whose levels cross is refused in a sentence', () => {
    const { link, problems } = fromHash('#preset=smoke&size=16&background=white')
    expect([link.config.blackLevel, link.config.whiteLevel, problems]).toEqual([0, 255, []])
    expect(fromHash('#blackLevel=30&whiteLevel=16').problems).toEqual([expect.objectContaining({ name: 'blackLevel' })])
  })

  test('a link from before there were classes has none', () => {
    const { link, problems } = fromHash('#preset=sketch&data=shapes&steps=100&alpha=0.2')
    expect([link.config.conditioning, hasRamp(link.config), problems]).toEqual(['none', false, []])
  })

  test.each([
    '#%E0%A4%A',
    '#%',
    '#=&==&&',
    '#preset=nope',
    '#preset=__proto__&data=constructor',
    '#seed=-1&batch=1e99',
    '#__proto__=1',
    `#${'x'.repeat(100_000)}`,
    '#seed',
    '#\u0000=\uD800',
  ])('a wrong link never throws, leaves a run that works and names what it did not take: %.30s', (hash) => {
    const { link, problems } = fromHash(hash)
    expect(parseConfig(link.config).problems).toEqual([])
    expect(problems.length).toBeGreaterThan(0)
    for (const { message } of problems) expect(message.length).toBeLessThan(200)
  })
})

test('the presets with classes let them count from 30 to 60 % of their run', () => {
  for (const name of ['self-conditioned', 's3gan'] as const) {
    const config = presetConfig(name)
    expect([hasRamp(config), needsLabels(config)], name).toEqual([true, name === 's3gan'])
    expect(
      [config.rampFrom / kimgOf(config), config.rampUntil / kimgOf(config)].map((share) => share.toFixed(2)),
      name,
    ).toEqual(['0.30', '0.60'])
  }
})

test('a setting of classes is used only where they come from what it is about', () => {
  const usedBy = (changes: Partial<typeof DEFAULTS>) =>
    FIELD_NAMES.filter((name) => FIELDS[name].group === 'labels' && isUsed(name, { ...DEFAULTS, ...changes }))
  expect(usedBy({})).toEqual(['conditioning'])
  expect(usedBy({ conditioning: 'given' })).toEqual(['conditioning', 'labelShare', 'rampFrom', 'rampUntil'])
  expect(usedBy({ conditioning: 'clusters' })).toEqual(['conditioning', 'classCount', 'labelFeatures', 'rampFrom', 'rampUntil'])
  expect(usedBy({ conditioning: 'clusters', labelFeatures: 'discriminator' })).toContain('relabelEvery')
  expect(usedBy({ conditioning: 'given', labelFeatures: 'discriminator' })).not.toContain('relabelEvery')
})

test('settings under their former names are still read', () => {
  expect(parseConfig({ keptShare: 0.8, ground: 'black' })).toEqual({
    config: { ...DEFAULTS, cropFraction: 0.8, background: 'black' },
    problems: [],
  })
})
