// Reads the code of a picture (picture-code.ts) that a person typed or pasted, or that came in a link or a file: it may be of a newer version, wrong
// or hostile. What cannot be used is said in a sentence; nothing throws.
import { MAX_CLASSES } from './classes.ts'
import { type LatentPoint, type PictureCode, roundPosition, seedPoint } from './picture-code.ts'

const FORM = 'A code is RUN-STEP-SEED, such as k3f9x2-1500-42'
const MAX_LENGTH = 200
/** Of what is quoted in a sentence. */
const MAX_SHOWN = 40
const RUN = /^[a-z0-9]{1,6}$/
const EDIT = /^([a-z]+)(.*)$/
/** More digits say nothing that a code could. */
const INTEGER = /^\d{1,16}$/
const DECIMAL = /^\d{1,3}(\.\d{1,20})?$/

/** Seeds are numbers of 32 bits: larger ones would be others once more. */
export const MAX_SEED = 2 ** 32 - 1
/** Two quarter turns from a seed is its opposite. */
const MAX_RADIUS = 2

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
  return { run, step: integer(step, 'the step', 0, Number.MAX_SAFE_INTEGER), point: readPoint(readSeed(seed), readEdits(edits)) }
}

/** What is read of the value behind each name. */
const EDITS = {
  c: readClass,
  to: readSeed,
  toc: readClass,
  at: (text: string) => decimal(text, '“at”', 1),
  lerp: (text: string) => (text === '' ? 1 : unknown(`lerp${text}`)),
  loop: (text: string) => decimal(text, '“loop”', MAX_RADIUS),
} as const

type Edits = { -readonly [Name in keyof typeof EDITS]?: number }

function readEdits(parts: readonly string[]): Edits {
  const edits: Edits = {}
  for (const part of parts) {
    const [, name = '', value = ''] = EDIT.exec(part) ?? []
    if (!isEdit(name)) return unknown(part)
    if (edits[name] !== undefined) throw new CodeProblem(`“${name}” is there twice.`)
    edits[name] = EDITS[name](value)
  }
  return edits
}

function isEdit(name: string): name is keyof typeof EDITS {
  return Object.hasOwn(EDITS, name)
}

function unknown(part: string): never {
  throw new CodeProblem(`“${shown(part)}” in this code means nothing here: perhaps a newer version of Quarterturn wrote it.`)
}

function readPoint(seed: number, { c, to, toc, at, lerp, loop }: Edits): LatentPoint {
  if (to !== undefined && loop !== undefined) throw new CodeProblem('“to” and “loop” cannot stand in one code.')
  if (to === undefined && (toc !== undefined || lerp !== undefined))
    throw new CodeProblem(
      `“${toc === undefined ? 'lerp' : 'toc'}” says how to go to another sample, and “to” says to which: it is missing.`,
    )
  const isOnWay = to !== undefined || loop !== undefined
  if (isOnWay !== (at !== undefined))
    throw new CodeProblem(isOnWay ? '“at” is missing: how far on the way, from 0 to 1.' : '“at” is only there beside “to” or “loop”.')
  const from = seedPoint(seed, c)
  if (to !== undefined) return { ...from, towards: { ...seedPoint(to, toc), at: at ?? 0, method: lerp === undefined ? 'slerp' : 'lerp' } }
  if (loop !== undefined) return { ...from, loop: { radius: loop, at: at ?? 0 } }
  return from
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
