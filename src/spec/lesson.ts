// A lesson: what a teacher lays over the page by a link. It hides what is not needed yet, opens the finished example if that is where it starts, and
// leads through short notes. The link also carries settings and images (url.ts).
import { type FieldName, isFieldName } from './config.ts'
import { FIELDS } from './fields.ts'
import type { ConfigProblem } from './parse-config.ts'

/** Parts of the page: a note points to one, and a lesson may hide those that are not the pictures themselves. */
export const LESSON_PARTS = {
  images: { label: 'Data', hideable: true },
  settings: { label: 'Settings', hideable: true },
  samples: { label: 'Samples', hideable: false },
  game: { label: 'The game', hideable: true },
  interpolation: { label: 'From A to B', hideable: true },
  scores: { label: 'Scores', hideable: true },
  rotation: { label: 'Which way is up?', hideable: true },
  charts: { label: 'Charts', hideable: true },
  studio: { label: 'Studio', hideable: true },
  runs: { label: 'Runs', hideable: true },
  'take-away': { label: 'Take away', hideable: true },
} as const satisfies Readonly<Record<string, { readonly label: string; readonly hideable: boolean }>>

export type LessonPart = keyof typeof LESSON_PARTS
export const LESSON_PART_NAMES = Object.keys(LESSON_PARTS) as readonly LessonPart[]

export interface LessonNote {
  readonly text: string
  /** What it is about; null: the page as a whole. */
  readonly part: LessonPart | null
}

export interface Lesson {
  readonly title: string
  /** What stands open: the finished example, or nothing trained yet. */
  readonly start: 'example' | 'new'
  readonly hidden: readonly LessonPart[]
  /** The settings that are shown; null: all. */
  readonly settings: readonly FieldName[] | null
  readonly notes: readonly LessonNote[]
}

/** Letters. */
export const LESSON_LIMITS = { title: 80, note: 400, notes: 10 } as const

/** Of what is quoted in a sentence. */
const MAX_SHOWN = 40
const SEPARATOR = '.'
/** In front of the text of a note stands the part that it is about. */
const PART_END = '~'

type Pair = readonly [name: string, value: string]

function isLessonPart(name: string): name is LessonPart {
  return Object.hasOwn(LESSON_PARTS, name)
}

/** As pairs of a link, not yet escaped: `lesson` is the title, and there is a `note` for each. */
export function lessonPairs({ title, start, hidden, settings, notes }: Lesson): Pair[] {
  return [
    ['lesson', wellFormed(title)],
    ...(start === 'example' ? [['start', start] as const] : []),
    ...(hidden.length > 0 ? [['hide', hidden.join(SEPARATOR)] as const] : []),
    ...(settings ? [['show', settings.join(SEPARATOR)] as const] : []),
    ...notes.map(({ text, part }) => ['note', `${part ?? ''}${PART_END}${wellFormed(text)}`] as const),
  ]
}

/** Without halves of surrogate pairs, such as a cut leaves: no link can carry them. */
function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '')
}

const NAMES = new Set(['lesson', 'start', 'hide', 'show', 'note'])

export function isLessonPair([name]: Pair): boolean {
  return NAMES.has(name)
}

/** What cannot be used is named in a sentence; nothing throws. Without a title there is no lesson. */
export function readLesson(pairs: readonly Pair[]): { readonly lesson: Lesson | null; readonly problems: readonly ConfigProblem[] } {
  const first = (wanted: string) => pairs.find(([name]) => name === wanted)?.[1]
  const problems: ConfigProblem[] = []
  const problem = (name: string, message: string) => void problems.push({ name, message })
  const title = (first('lesson') ?? '').trim()
  if (title === '') {
    if (pairs.length > 0) problem('lesson', 'The link has parts of a lesson, but no title: it is shown without the lesson.')
    return { lesson: null, problems }
  }
  const start = first('start') ?? 'new'
  if (start !== 'new' && start !== 'example')
    problem('start', `A lesson starts with “example” or “new”, not with “${start.slice(0, MAX_SHOWN)}”.`)
  const lesson: Lesson = {
    title: title.slice(0, LESSON_LIMITS.title),
    start: start === 'example' ? 'example' : 'new',
    hidden: named(first('hide') ?? '', isHideable, (name) => problem('hide', `A lesson cannot hide “${name}”.`)),
    settings: readShown(first('show'), problem),
    notes: readNotes(pairs, problem),
  }
  return { lesson, problems }
}

function isHideable(name: string): name is LessonPart {
  return isLessonPart(name) && LESSON_PARTS[name].hideable
}

function readShown(value: string | undefined, problem: (name: string, message: string) => void): Lesson['settings'] {
  if (value === undefined) return null
  return named(value, isFieldName, (name) => problem('show', `There is no setting called “${name}”.`))
}

function readNotes(pairs: readonly Pair[], problem: (name: string, message: string) => void): LessonNote[] {
  const given = pairs.flatMap(([name, value]) => (name === 'note' && value.trim() !== '' ? [value] : []))
  if (given.length > LESSON_LIMITS.notes) problem('note', `A lesson has at most ${LESSON_LIMITS.notes} notes: the others are left out.`)
  return given.slice(0, LESSON_LIMITS.notes).map((value) => readNote(value, problem))
}

/** The name of a part, known or not. */
const PART_NAME = /^[a-z-]+$/

function readNote(value: string, problem: (name: string, message: string) => void): LessonNote {
  const end = value.indexOf(PART_END)
  const part = value.slice(0, Math.max(0, end))
  const isNamed = end >= 0 && (part === '' || PART_NAME.test(part))
  const isOther = isNamed && part !== '' && !isLessonPart(part)
  if (isOther) problem('note', `There is no part of the page called “${part.slice(0, MAX_SHOWN)}”: its note is about the whole page.`)
  const text = (isNamed ? value.slice(end + 1) : value).trim().slice(0, LESSON_LIMITS.note)
  return { text, part: isNamed && isLessonPart(part) ? part : null }
}

/** Each once, in the given order; what is none is reported. */
function named<T extends string>(value: string, is: (name: string) => name is T, onOther: (name: string) => void): T[] {
  const names = [...new Set(value.split(SEPARATOR).filter(Boolean))]
  const unknown = names.find((name) => !is(name))
  if (unknown !== undefined) onOther(unknown.slice(0, MAX_SHOWN))
  return names.filter(is)
}

/** What of a lesson that is being made cannot be in a link, as a sentence; null: nothing. */
export function lessonProblem({ title, settings, notes }: Lesson): string | null {
  if (title.trim() === '') return 'A lesson needs a title.'
  if (notes.some(({ text }) => text.trim() === '')) return 'A note has no text yet: write it, or remove the note.'
  return settings?.length === 0 ? 'Choose at least one setting, or hide the settings.' : null
}

/** Labels of settings, for the list to choose from. */
export function labelOfSetting(name: FieldName): string {
  return FIELDS[name].label
}
