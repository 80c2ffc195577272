// The labelling of the open set by a person: classes and labels as they are now, and what they were before each change, for Undo.
// Every change makes a new session and leaves the old one as it was. A class is known by its name: indices shift when one is removed.
import { type GivenLabels, NO_CLASS } from '../../spec/classes.ts'
import { cutLabel } from '../../spec/label-names.ts'
import { countOf } from '../shared/format.ts'
import type { Groups } from './groups.ts'

/** What Undo brings back. */
interface Labelling {
  readonly labels: GivenLabels
  /** Images that the person has looked at one by one and given the label they have: they are not taken for mistakes. */
  readonly confirmed: ReadonlySet<number>
  /** Images with a label that was suggested and accepted unseen. */
  readonly accepted: ReadonlySet<number>
  /** Images that were passed over: they are asked about last. */
  readonly skipped: ReadonlySet<number>
  /** The clusters as the person has split and merged them; null: as they were found. */
  readonly groups: Groups | null
  /** The image that is asked about; null: not chosen yet. */
  readonly focus: number | null
}

export interface Session extends Labelling {
  /** The newest last. */
  readonly past: readonly { readonly words: string; readonly before: Labelling }[]
}

export type LabelChange =
  | { readonly type: 'add-class'; readonly name: string }
  /** To the name of another class: the two become one. */
  | { readonly type: 'rename-class'; readonly from: string; readonly to: string }
  /** Its images have no label any more. */
  | { readonly type: 'remove-class'; readonly name: string }
  /** Null takes the labels off. `one`: the person has looked at this image alone. A name that there is not yet becomes a class. */
  | { readonly type: 'label'; readonly images: readonly number[]; readonly name: string | null; readonly one?: boolean }
  /** Suggestions are taken as labels. */
  | { readonly type: 'accept'; readonly suggestions: readonly { readonly image: number; readonly name: string }[] }
  | { readonly type: 'skip'; readonly image: number }
  | { readonly type: 'replace'; readonly labels: GivenLabels; readonly words: string }
  | { readonly type: 'regroup'; readonly groups: Groups; readonly words: string }

/** Each holds the labels of all images as they were: 200 kB for 50,000 images. */
const MAX_UNDO = 100

export function noLabels(images: number): GivenLabels {
  return { source: 'hand', names: [], ofImages: new Int32Array(images).fill(NO_CLASS) }
}

export function beginSession(labels: GivenLabels): Session {
  return { labels, confirmed: new Set(), accepted: new Set(), skipped: new Set(), groups: null, focus: null, past: [] }
}

/** The same session where nothing changes. @param next the image that is asked about next; without it the same, unless it has another label now */
export function changeSession(session: Session, change: LabelChange, next?: number | null): Session {
  const after = applyChange(session, change)
  if (after === null) return session
  const { past, ...before } = session
  const { focus, labels } = before
  const same = focus !== null && labelOf(labels, focus) === labelOf(after.labels ?? labels, focus) ? focus : null
  return {
    ...before,
    ...after,
    focus: next === undefined ? same : next,
    past: [...past.slice(1 - MAX_UNDO), { words: wordsOf(session, change), before }],
  }
}

/** Another image is asked about, which is not a change to be undone. */
export function focusOn(session: Session, focus: number | null): Session {
  return { ...session, focus }
}

export function undo(session: Session): Session {
  const last = session.past.at(-1)
  return last ? { ...last.before, past: session.past.slice(0, -1) } : session
}

/** Whether a person gave them, one by one or by a table; else the set came with them. */
export function isOwn({ source }: GivenLabels): boolean {
  return source === 'hand' || source === 'file'
}

/** The name of an image's class; null where it has none. */
export function labelOf({ names, ofImages }: GivenLabels, image: number): string | null {
  return names[ofImages[image] ?? NO_CLASS] ?? null
}

export interface LabelCounts {
  /** Images of each class. */
  readonly ofClasses: readonly number[]
  readonly labelled: number
  readonly unlabelled: number
}

/** @param leftOut images that training does not see, which are not counted */
export function countLabels({ names, ofImages }: GivenLabels, leftOut: ReadonlySet<number>): LabelCounts {
  const ofClasses = names.map(() => 0)
  let unlabelled = 0
  ofImages.forEach((label, image) => {
    if (leftOut.has(image)) return
    if (label === NO_CLASS) unlabelled++
    else ofClasses[label] = (ofClasses[label] ?? 0) + 1
  })
  return { ofClasses, labelled: ofClasses.reduce((sum, count) => sum + count, 0), unlabelled }
}

/** The images that have a label, and their classes as indices of the names. */
export function labelledImages({ ofImages }: GivenLabels, leftOut: ReadonlySet<number>) {
  const images: number[] = []
  const classes: number[] = []
  ofImages.forEach((label, image) => {
    if (label === NO_CLASS || leftOut.has(image)) return
    images.push(image)
    classes.push(label)
  })
  return { images, classes }
}

function applyChange(session: Session, change: LabelChange): Partial<Labelling> | null {
  const { labels } = session
  switch (change.type) {
    case 'add-class': {
      const name = cutLabel(change.name)
      return name === '' || labels.names.includes(name) ? null : { labels: byHand({ ...labels, names: [...labels.names, name] }) }
    }
    case 'rename-class':
      return withLabels(renamed(labels, change.from, cutLabel(change.to)))
    case 'remove-class':
      return withLabels(removed(labels, change.name, NO_CLASS))
    case 'label':
      return labelled(session, change)
    case 'accept':
      return withAccepted(session, change.suggestions)
    case 'skip':
      return { skipped: new Set(session.skipped).add(change.image) }
    case 'replace':
      return { labels: change.labels, confirmed: new Set(), accepted: new Set(), skipped: new Set() }
    case 'regroup':
      return { groups: change.groups }
    default:
      return change satisfies never
  }
}

const withLabels = (labels: GivenLabels | null) => labels && { labels: byHand(labels) }
const byHand = (labels: GivenLabels): GivenLabels => ({ ...labels, source: 'hand' })

function renamed(labels: GivenLabels, from: string, to: string): GivenLabels | null {
  const index = labels.names.indexOf(from)
  if (index < 0 || to === '' || to === from) return null
  const into = labels.names.indexOf(to)
  if (into >= 0) return removed(labels, from, into)
  return { ...labels, names: labels.names.map((name) => (name === from ? to : name)) }
}

/** Without a class; its images get another label. @param into index among the names as they were, or NO_CLASS */
function removed(labels: GivenLabels, name: string, into: number): GivenLabels | null {
  const gone = labels.names.indexOf(name)
  if (gone < 0) return null
  const shift = (index: number) => (index > gone ? index - 1 : index)
  return {
    ...labels,
    names: labels.names.filter((_, index) => index !== gone),
    ofImages: labels.ofImages.map((label) => shift(label === gone ? into : label)),
  }
}

function labelled(session: Session, { images, name, one = false }: Extract<LabelChange, { type: 'label' }>): Partial<Labelling> | null {
  const trimmed = name === null ? null : cutLabel(name)
  if (images.length === 0 || trimmed === '') return null
  const { labels } = session
  const names = trimmed === null || labels.names.includes(trimmed) ? labels.names : [...labels.names, trimmed]
  const label = trimmed === null ? NO_CLASS : names.indexOf(trimmed)
  const ofImages = labels.ofImages.slice()
  for (const image of images) ofImages[image] = label
  const skipped = new Set(session.skipped)
  const confirmed = new Set(session.confirmed)
  const accepted = new Set(session.accepted)
  for (const image of images) {
    skipped.delete(image)
    accepted.delete(image)
    if (one && label !== NO_CLASS) confirmed.add(image)
    else confirmed.delete(image)
  }
  return { labels: { source: 'hand', names, ofImages }, skipped, confirmed, accepted }
}

function withAccepted(
  { labels, accepted }: Session,
  suggestions: Extract<LabelChange, { type: 'accept' }>['suggestions'],
): Partial<Labelling> | null {
  if (suggestions.length === 0) return null
  const ofImages = labels.ofImages.slice()
  for (const { image, name } of suggestions) ofImages[image] = labels.names.indexOf(name)
  return { labels: { ...labels, source: 'hand', ofImages }, accepted: new Set([...accepted, ...suggestions.map(({ image }) => image)]) }
}

/** What Undo would take back, as the end of “Undo: …”. */
function wordsOf({ labels }: Session, change: LabelChange): string {
  switch (change.type) {
    case 'add-class':
      return `the class “${cutLabel(change.name)}”`
    case 'rename-class':
      return labels.names.includes(cutLabel(change.to))
        ? `“${change.from}” merged into “${cutLabel(change.to)}”`
        : `“${change.from}” renamed “${cutLabel(change.to)}”`
    case 'remove-class':
      return `the removal of “${change.name}”`
    case 'label':
      return `${countOf(change.images.length, 'image')} ${change.name === null ? 'without a label' : `labelled “${cutLabel(change.name)}”`}`
    case 'accept':
      return `${countOf(change.suggestions.length, 'suggestion')} accepted`
    case 'skip':
      return 'an image passed over'
    case 'replace':
    case 'regroup':
      return change.words
    default:
      return change satisfies never
  }
}
