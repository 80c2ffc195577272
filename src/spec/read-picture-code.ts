// Reads the code of a picture (picture-code.ts) that a person typed or pasted, or that came in a link or a file: it may be of a newer version, wrong
// or hostile. What cannot be used is said in a sentence; nothing throws.
import { MAX_CLASSES } from './classes.ts'
import { latentTextLength, readLatent } from './latent-text.ts'
import {
  DIRECTION_SETS,
  type DirectionEdit,
  type DirectionSet,
  LAYER_ZONES,
  type LatentPoint,
  type LayerMix,
  type Move,
  type PictureCode,
  roundPosition,
  type SeedPoint,
  seedPoint,
} from './picture-code.ts'

const FORM = 'A code is RUN-STEP-SEED, such as k3f9x2-1500-42'
/** As many numbers as the longest latents have. */
const MAX_LATENT = 512
/** A latent takes most of it; beside it there is room for dozens of directions. */
const MAX_LENGTH = latentTextLength(MAX_LATENT) + 1000
/** Of what is quoted in a sentence. */
const MAX_SHOWN = 40
const RUN = /^[a-z0-9]{1,6}$/
/** A name and its value: a latent is letters too, and so may be the first corner of a pad. */
const PART = /^(z|pad(?=c)|[a-z]+)(.*)$/
const CORNER = /^(\d*)(?:c(.*))?$/
const MIX = /^(\d*)(middle|late)$/
const DIRECTION = /^([^pm]*)([pm])([\d.]*)(early|middle|late)?$/
/** More digits say nothing that a code could. */
const INTEGER = /^\d{1,16}$/
const DECIMAL = /^\d{1,3}(\.\d{1,20})?$/

/** Seeds are numbers of 32 bits: larger ones would be others once more. */
export const MAX_SEED = 2 ** 32 - 1
/** Two quarter turns from a seed is its opposite. */
const MAX_RADIUS = 2
/** Far more than makes a picture. */
const MAX_VARIETY = 10
const MAX_SIGMAS = 100

class CodeProblem extends Error {}

/** The picture of a code, or the sentence for a person that says why there is none. Space around it and large letters are no fault. */
export function readPictureCode(text: string): { readonly code: PictureCode } | { readonly problem: string } {
  try {
    return { code: parse(text.trim().toLowerCase()) }
  } catch (error) {
    if (error instanceof CodeProblem) return { problem: error.message }
    throw error
  }
}

function parse(text: string): PictureCode {
  if (text === '') throw new CodeProblem(`${FORM}.`)
  if (text.length > MAX_LENGTH) throw new CodeProblem(`This is too long for a code. ${FORM}.`)
  const [run = '', step, seed, ...edits] = text.split('-')
  if (step === undefined || seed === undefined) throw new CodeProblem(`“${shown(text)}” is not the code of a picture. ${FORM}.`)
  if (!RUN.test(run)) throw new CodeProblem(`“${shown(run)}” does not name a run: that takes one to six letters and digits. ${FORM}.`)
  const parts = readParts(edits)
  const { mix } = parts.edits
  return { run, step: readStep(step), point: readPoint(readSeed(seed), parts), ...(mix !== undefined && { mix }) }
}

/** What is read of the value behind each name. */
const EDITS = {
  c: readClass,
  to: readSeed,
  toc: readClass,
  at: (text: string) => decimal(text, '“at”', 1),
  lerp: (text: string) => (text === '' ? 1 : unknown(`lerp${text}`)),
  loop: (text: string) => decimal(text, '“loop”', MAX_RADIUS),
  pad: readCorners,
  x: (text: string) => decimal(text, '“x”', 1),
  y: (text: string) => decimal(text, '“y”', 1),
  z: readOwnLatent,
  var: (text: string) => decimal(text, '“var”', MAX_VARIETY),
  mix: readMix,
} as const

type Edits = { -readonly [Name in keyof typeof EDITS]?: ReturnType<(typeof EDITS)[Name]> }

interface Parts {
  readonly edits: Edits
  readonly directions: readonly DirectionEdit[]
}

function readParts(parts: readonly string[]): Parts {
  const edits: Edits = {}
  const directions = new Map<string, DirectionEdit>()
  for (const part of parts) {
    const [, name = '', value = ''] = PART.exec(part) ?? []
    const set = DIRECTION_SETS.find((each) => each === name)
    if (set !== undefined) {
      const direction = readDirection(set, value, part)
      const key = `${set}${direction.index + 1}${direction.zone ?? ''}`
      if (directions.has(key)) throw new CodeProblem(`“${key}” is there twice.`)
      directions.set(key, direction)
    } else if (isEdit(name)) {
      if (edits[name] !== undefined) throw new CodeProblem(`“${name}” is there twice.`)
      Object.assign(edits, { [name]: EDITS[name](value) })
    } else return unknown(part)
  }
  return { edits, directions: [...directions.values()].filter(({ sigmas }) => sigmas !== 0) }
}

function isEdit(name: string): name is keyof typeof EDITS {
  return Object.hasOwn(EDITS, name)
}

function unknown(part: string): never {
  throw new CodeProblem(`“${shown(part)}” in this code means nothing here: perhaps a newer version of Quarterturn wrote it.`)
}

function readPoint(seed: number, { edits, directions }: Parts): LatentPoint {
  const { c, z, var: variety = 1 } = edits
  return {
    ...seedPoint(seed, c),
    ...readMove(seed, edits),
    ...(z !== undefined && { latent: z }),
    ...(variety !== 1 && { variety }),
    ...(directions.length > 0 && { directions }),
  }
}

const MOVES = ['to', 'loop', 'pad'] as const

function readMove(seed: number, edits: Edits): Move {
  const { to, toc, at, lerp, loop, pad, x, y } = edits
  const [one, other] = MOVES.filter((name) => edits[name] !== undefined)
  if (one !== undefined && other !== undefined) throw new CodeProblem(`“${one}” and “${other}” cannot stand in one code.`)
  if (toc !== undefined && one !== undefined && one !== 'to') throw new CodeProblem(`“toc” and “${one}” cannot stand in one code.`)
  if (to === undefined && toc === undefined && lerp !== undefined)
    throw new CodeProblem('“lerp” says how to go to another sample, and “to” says to which: it is missing.')
  refusePlaces(edits)
  if (pad !== undefined) {
    const [topRight, bottomLeft, bottomRight] = pad.map((corner) => ({ seed, ...corner })) as [SeedPoint, SeedPoint, SeedPoint]
    return { pad: { topRight, bottomLeft, bottomRight, x: x ?? 0, y: y ?? 0 } }
  }
  if (loop !== undefined) return { loop: { radius: loop, at: at ?? 0 } }
  if (to === undefined && toc === undefined) return {}
  return { towards: { ...seedPoint(to ?? seed, toc), at: at ?? 0, method: lerp === undefined ? 'slerp' : 'lerp' } }
}

/** Says which of the places of a move is missing, or has no move. */
function refusePlaces({ to, toc, loop, at, pad, x, y }: Edits): void {
  const isOnWay = to !== undefined || toc !== undefined || loop !== undefined
  if (isOnWay && at === undefined) throw new CodeProblem('“at” is missing: how far on the way, from 0 to 1.')
  if (!isOnWay && at !== undefined) throw new CodeProblem('“at” is only there beside “to”, “toc” or “loop”.')
  const places = [x, y].filter((place) => place !== undefined).length
  if (pad !== undefined && places < 2) throw new CodeProblem('“x” or “y” is missing: where between the four corners, from 0 to 1.')
  if (pad === undefined && places > 0) throw new CodeProblem('“x” and “y” are only there beside “pad”.')
}

/** The corners but the first, each with the seed of the point where it names none. */
function readCorners(text: string): readonly Partial<SeedPoint>[] {
  const corners = text.split('.')
  if (corners.length !== 3) throw new CodeProblem('In a code, “pad” has the three other corners, such as pad5.9c2.7.')
  return corners.map((corner) => {
    const [, seed = '', index] = CORNER.exec(corner) ?? []
    if (seed === '' && index === undefined) throw new CodeProblem(`In a code, a corner is a seed, not “${shown(corner)}”.`)
    return { ...(seed !== '' && { seed: readSeed(seed) }), ...(index !== undefined && { class: readClass(index) }) }
  })
}

function readOwnLatent(text: string): string {
  const z = readLatent(text)
  if (z !== null && z.length > 0 && z.length <= MAX_LATENT) return text
  throw new CodeProblem(`“${shown(`z${text}`)}” in this code is no latent: perhaps a part of it is missing.`)
}

function readDirection(set: DirectionSet, text: string, part: string): DirectionEdit {
  const [, number = '', sign, size = '', zone] = DIRECTION.exec(text) ?? []
  if (sign === undefined) throw new CodeProblem(`“${shown(part)}” in this code is no direction: one is written pc3p1.5 or cf2m0.5.`)
  const sigmas = decimal(size, 'the length of a direction', MAX_SIGMAS)
  const found = LAYER_ZONES.find((each) => each === zone)
  return {
    set,
    index: integer(number, 'a direction', 1, MAX_LATENT) - 1,
    sigmas: sign === 'm' ? -sigmas : sigmas,
    ...(found !== undefined && { zone: found }),
  }
}

function readMix(text: string): LayerMix {
  const [, step = '', from] = MIX.exec(text) ?? []
  if (from !== 'middle' && from !== 'late')
    throw new CodeProblem('In a code, “mix” has a step and the layers that are from it, such as mix2000late.')
  return { step: readStep(step), from }
}

function readStep(text: string): number {
  return integer(text, 'the step', 0, Number.MAX_SAFE_INTEGER)
}

function readSeed(text: string): number {
  return integer(text, 'a seed', 0, MAX_SEED)
}

/** Its index, which counts from 0. */
function readClass(text: string): number {
  return integer(text, 'a class', 1, MAX_CLASSES) - 1
}

function integer(text: string, what: string, from: number, to: number): number {
  const value = Number(text)
  if (INTEGER.test(text) && value >= from && value <= to) return value
  throw new CodeProblem(`In a code, ${what} is a whole number from ${from} to ${to}, not “${shown(text)}”.`)
}

function decimal(text: string, what: string, most: number): number {
  const value = roundPosition(Number(text))
  if (DECIMAL.test(text) && value <= most) return value
  throw new CodeProblem(`In a code, ${what} is a number from 0 to ${most}, not “${shown(text)}”.`)
}

/** Short, and without what a terminal might obey. */
function shown(text: string): string {
  const safe = text.replaceAll(/[^\x20-\x7e]/g, '?')
  return safe.length > MAX_SHOWN ? `${safe.slice(0, MAX_SHOWN)}…` : safe
}
