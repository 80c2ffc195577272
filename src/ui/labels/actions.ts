// Actions of the Labels view: classes, labels for many images, clusters, questions, tables.
import { cutLabel } from '../../spec/label-names.ts'
import type { Action } from '../app/action.ts'
import { analysisBlocker, REASONS } from '../app/blockers.ts'
import type { State } from '../app/store.ts'
import { countOf, formatCount } from '../shared/format.ts'
import { BinIcon, ResetIcon, SaveIcon, TagIcon } from '../shared/icons.tsx'
import type { LabelsActions } from './commands.ts'
import { stripsIn } from './in-view.ts'
import { labelOf } from './session.ts'

const REASON = {
  nothingToUndo: 'Nothing has been changed yet.',
  noQuestion: 'No image is asked about.',
  noSelection: 'Select images first.',
  noneSure: 'No suggestion is that sure.',
  tooSmall: 'A cluster of one image cannot be split.',
  noLabels: 'No image has a label yet.',
} as const

const open: Action<LabelsActions> = { label: 'Labels', icon: TagIcon, run: (actions) => actions.openLabels() }

const undo: Action<LabelsActions> = {
  label: ({ labels }) => `Undo${labels.session?.past.length ? `: ${labels.session.past.at(-1)?.words}` : ''}`,
  icon: ResetIcon,
  blocked: ({ labels }) => (labels.session?.past.length ? null : REASON.nothingToUndo),
  run: (actions) => actions.undoLabels(),
  announce: (before) => `Undone: ${before.labels.session?.past.at(-1)?.words}.`,
}

/** The target is the name of a new class. */
const addClass: Action<LabelsActions, string> = {
  label: 'Add class',
  run: (actions, name) => actions.changeLabels({ type: 'add-class', name }),
  announce: (before, after, name) => (before.labels.session === after.labels.session ? null : `The class “${cutLabel(name)}” is added.`),
}

const renameClass: Action<LabelsActions, { readonly from: string; readonly to: string }> = {
  label: 'Rename',
  run: (actions, target) => actions.changeLabels({ type: 'rename-class', ...target }),
  announce: (before, after) => (before.labels.session === after.labels.session ? null : `${after.labels.session?.past.at(-1)?.words}.`),
}

const mergeClass: typeof renameClass = { ...renameClass, label: (_, { to }) => `Merge into “${to}”` }

/** The target is the name of the class. */
const removeClass: Action<LabelsActions, string> = {
  label: (_, name) => `Remove “${name}”`,
  icon: BinIcon,
  run: (actions, name) => actions.changeLabels({ type: 'remove-class', name }),
  announce: (_before, _after, name) => `The class “${name}” is removed. Undo brings it back.`,
}

interface Labelled {
  readonly images: readonly number[]
  /** Null takes the labels off. */
  readonly name: string | null
}

/** One label for many images. */
const labelAll: Action<LabelsActions, Labelled> = {
  label: (_, { name }) => name ?? 'No label',
  blocked: (_, { images }) => (images.length === 0 ? REASON.noSelection : null),
  run: (actions, { images, name }) => actions.changeLabels({ type: 'label', images, name }),
  announce: (_before, _after, { images, name }) => `${countOf(images.length, 'image')}: ${name ?? 'no label'}.`,
}

const askedIn = ({ labels: { session } }: Pick<State, 'labels'>) => session?.focus ?? null

/** The target is the name of the class, which may be a new one; null passes the image over. */
const answer: Action<LabelsActions, string | null> = {
  label: (_, name) => name ?? 'Skip',
  blocked: (state) => (askedIn(state) === null ? REASON.noQuestion : null),
  run: (actions, name) => actions.answerQuestion(name),
  announce(before, after, name) {
    const next = askedIn(after)
    const done = name ?? 'Skipped'
    if (next === null || after.labels.session === null) return `${done}. No image is left to ask about.`
    const label = labelOf(after.labels.session.labels, next)
    return before === after ? null : `${done}. Next: image ${formatCount(next + 1)}${label === null ? '' : `, labelled ${label}`}.`
  },
}

const sureIn = (state: State) => stripsIn(state).sure

const acceptAll: Action<LabelsActions> = {
  label: (state) => `Accept all above ${Math.round(state.labels.threshold * 100)} % (${countOf(sureIn(state).length, 'image')})`,
  blocked: (state) => (sureIn(state).length === 0 ? REASON.noneSure : null),
  run: (actions) => actions.acceptSure(),
  announce: (before) => `${countOf(sureIn(before).length, 'suggestion')} accepted.`,
}

const suggestAgain: Action<LabelsActions> = {
  label: 'Suggest labels',
  blocked: (state) => analysisBlocker(state, 'suggestions'),
  run: (actions) => actions.suggestAgain(),
}

interface OneGroup {
  readonly id: number
  readonly images: readonly number[]
  /** “Cluster 2” */
  readonly name: string
}

const splitCluster: Action<LabelsActions, OneGroup> = {
  label: 'Not one thing: split',
  labelEnd: (_, { name }) => ` ${name.toLowerCase()}`,
  blocked: (state, { images }) => (images.length < 2 ? REASON.tooSmall : analysisBlocker(state, 'split')),
  run: (actions, { id }) => actions.splitCluster(id),
}

const mergeClusters: Action<LabelsActions, { readonly from: number; readonly into: number }> = {
  label: 'Merge',
  run: (actions, { from, into }) => actions.mergeClusters(from, into),
  announce: () => 'The two clusters are one now.',
}

const saveCsv: Action<LabelsActions> = {
  label: 'Save as CSV',
  icon: SaveIcon,
  blocked: ({ labels }) => (labels.exporting ? REASONS.fileMaking : labels.session?.labels.names.length ? null : REASON.noLabels),
  run: (actions) => actions.exportLabels(),
}

const revert: Action<LabelsActions> = {
  label: ({ data }) => (data.opened?.source.kind === 'builtin' ? 'Back to the labels it came with' : 'Back to the folders’ labels'),
  icon: ResetIcon,
  run: (actions) => actions.revertLabels(),
}

const applyTable: Action<LabelsActions> = {
  label: 'Use these labels',
  run: (actions) => actions.applyTable(true),
  announce: () => 'The labels of the table are used now.',
}

const dropTable: Action<LabelsActions> = { label: 'Do not use them', run: (actions) => actions.applyTable(false) }

export const labelsActions = {
  open,
  undo,
  addClass,
  renameClass,
  mergeClass,
  removeClass,
  labelAll,
  answer,
  acceptAll,
  suggestAgain,
  splitCluster,
  mergeClusters,
  saveCsv,
  revert,
  applyTable,
  dropTable,
}
