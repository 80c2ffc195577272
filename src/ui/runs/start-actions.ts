// Actions that train or show something that begins with a kept run: continue it, view it, branch from it, repeat it, or start from its weights.
import type { RunConfig } from '../../spec/config.ts'
import type { RunHistory, RunImages, RunSummary } from '../../spec/runs.ts'
import type { Action, Question } from '../app/action.ts'
import { REASONS } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import type { State } from '../app/store.ts'
import { formatCount } from '../shared/format.ts'
import type { KeepActions } from '../train/keep-actions.ts'
import { isKept } from '../train/keep-slice.ts'
import { isUnderWay, runExists, stepsAtStake } from '../train/run-slice.ts'
import { isCurrent } from './actions.ts'
import { isPlain, repeatProblem, repetitionOf, twinChanges, withShapesOf } from './repeat.ts'
import { type RunsSlice, runOf } from './runs-slice.ts'

export interface StartActions {
  continueKept(run: RunSummary): void
  viewKept(run: RunSummary): void
  branchKept(run: RunSummary): void
  /** The same seed, images, length and changes while training, but with other settings. */
  repeatRun(id: string, changes: Partial<RunConfig>): void
  /** Opens or closes the form that repeats a run with one setting changed. */
  changeOne(id: string | null): void
  /** A new run on the open images that begins with the weights of this one. */
  startFromWeights(run: RunSummary): void
}

/** What is done after events of the trainer. */
export interface StartReactions {
  /** Begins the repetition of a run whose history was read for it. */
  beginRepetition(id: string, history: RunHistory): void
  /** Reads the run that the one which was taken up repeats: the charts show both. */
  readRepeated(history: RunHistory): void
  /** Opens the run that was imported, once it and its images are in the lists; a run on the page stays. */
  openImported(): void
}

/** How the page begins, continues and shows runs. */
type Trainer = Pick<KeepActions, 'continueRun' | 'beginRun' | 'watch'>

export function createStartActions({ client, store }: Dependencies, trainer: Trainer): StartActions & StartReactions {
  const setRuns = (changes: Partial<RunsSlice>) => store.setState(({ runs }) => ({ runs: { ...runs, ...changes } }))
  const close = () => store.setState({ dialog: null })

  function continueKept(run: RunSummary, branch = false) {
    close()
    trainer.continueRun({ run, file: null, branch })
  }

  function viewKept(run: RunSummary) {
    close()
    trainer.watch(run)
  }

  return {
    viewKept,
    continueKept: (run) => continueKept(run),
    branchKept: (run) => continueKept(run, true),
    repeatRun(id, changes) {
      setRuns({ repeating: { id, changes }, changing: null })
      client.send({ type: 'read-run', id })
    },
    changeOne: (id) => setRuns({ changing: id }),
    startFromWeights({ id, name, step, config }) {
      close()
      const beginning = { origin: { kind: 'weights', id, name, step }, weights: { id, file: null }, changes: [] } as const
      trainer.beginRun({ name, config: withShapesOf(store.getState().settings.config, config), beginning }, null)
    },
    beginRepetition(id, history) {
      const { repeating } = store.getState().runs
      if (repeating?.id !== id) return
      close()
      setRuns({ repeating: null })
      const { name, images } = history.summary
      const { config, scheduled } = repetitionOf(history, repeating.changes)
      const beginning = { origin: { kind: 'again', id, name, step: 0 }, weights: null, changes: scheduled } as const
      trainer.beginRun({ name, config, beginning }, images)
    },
    readRepeated({ summary: { origin } }) {
      if (origin?.kind === 'again' && runOf(store.getState().runs, origin.id) !== null) client.send({ type: 'read-run', id: origin.id })
    },
    openImported() {
      const { runs, run, data } = store.getState()
      const imported = runOf(runs, runs.imported?.id ?? null)
      if (imported === null || !runs.imported?.setsListed) return
      setRuns({ imported: null })
      if (runExists(run.state)) return
      if (imported.resumable && hasImages(imported.images, data)) continueKept(imported)
      else viewKept(imported)
    },
  }
}

/** Whether this browser has the images of a run. */
function hasImages({ source }: RunImages, { kept }: State['data']): boolean {
  if (source.kind === 'kept') return kept.sets.some(({ key }) => key === source.key)
  return source.kind === 'builtin'
}

/** Why no other run can begin now, or null. */
function beginBlocker({ run, runs }: State): string | null {
  if (run.device === null) return REASONS.deviceSought
  if (runs.repeating) return REASONS.runReading
  return isUnderWay(run.state) ? REASONS.pauseOther : null
}

/** Asked where the run on the page is not kept, so that its steps would be lost. */
function replaceQuestion({ run, keep }: State): Question | null {
  if (!runExists(run.state) || isKept(keep) || stepsAtStake(run) === 0) return null
  return {
    title: 'End the run on this page?',
    text: `It is not kept in this browser, so its ${formatCount(stepsAtStake(run))} steps will be lost.`,
    keep: 'Keep it',
    go: 'End it',
  }
}

const otherTab = (state: State, run: RunSummary) => (run.inUse && !isCurrent(state, run) ? REASONS.otherTab : null)
const named = (_: State, { name }: RunSummary) => ` “${name}”`

const continueKept: Action<StartActions, RunSummary> = {
  label: 'Continue',
  labelEnd: named,
  blocked(state, run) {
    if (isCurrent(state, run) && runExists(state.run.state)) return REASONS.onThisPage
    return otherTab(state, run) ?? beginBlocker(state)
  },
  question: replaceQuestion,
  run: (actions, run) => actions.continueKept(run),
}

const viewKept: Action<StartActions, RunSummary> = {
  label: 'View',
  labelEnd: named,
  blocked: (state, run) => (isCurrent(state, run) ? REASONS.onThisPage : beginBlocker(state)),
  question: replaceQuestion,
  run: (actions, run) => actions.viewKept(run),
}

const branchKept: Action<StartActions, RunSummary> = {
  label: (_, { step }) => `Branch at step ${formatCount(step)}`,
  labelEnd: named,
  blocked: (state, run) => (run.resumable ? beginBlocker(state) : REASONS.onlyLook),
  question: replaceQuestion,
  run: (actions, run) => actions.branchKept(run),
}

const repeatBlocker = (state: State, run: RunSummary) => (run.resumable ? (repeatProblem(run) ?? beginBlocker(state)) : REASONS.onlyLook)

const repeatAsTwin: Action<StartActions, RunSummary> = {
  label: (_, { config }) => (isPlain(config) ? 'Same again as SS-GAN' : 'Same again as a plain GAN'),
  labelEnd: (_, { name }) => `: “${name}”`,
  blocked: repeatBlocker,
  question: replaceQuestion,
  run: (actions, { id, config }) => actions.repeatRun(id, twinChanges(config)),
}

/** Opens the form. */
const changeOne: Action<StartActions, RunSummary> = {
  label: 'Same again with one setting changed …',
  labelEnd: (_, { name }) => `: “${name}”`,
  blocked: repeatBlocker,
  run: (actions, { id }) => actions.changeOne(id),
}

interface Repetition {
  readonly run: RunSummary
  readonly changes: Partial<RunConfig>
}

/** From the form. */
const repeatChanged: Action<StartActions, Repetition> = {
  label: 'Train it again',
  blocked: (state, { run, changes }) => repeatBlocker(state, run) ?? (isChange(run, changes) ? null : REASONS.sameValue),
  question: (state) => replaceQuestion(state),
  run: (actions, { run, changes }) => actions.repeatRun(run.id, changes),
}

const isChange = ({ config }: RunSummary, changes: Partial<RunConfig>) =>
  Object.entries(changes).some(([name, value]) => config[name as keyof RunConfig] !== value)

const startFromWeights: Action<StartActions, RunSummary> = {
  label: ({ data }) => `Start from its weights on ${data.opened?.summary.label ?? 'other images'} …`,
  labelEnd: named,
  blocked: weightsBlocker,
  question(state, { name, step, config }) {
    const { summary } = state.data.opened ?? {}
    const images = summary ? `${summary.label}, ${formatCount(summary.count)} images` : 'the open images'
    return {
      title: `Start from the weights of “${name}”?`,
      text: `A new run on ${images} begins at step 0 with both networks of “${name}” as they are at step ${formatCount(step)}. They fit: ${config.size} px. The shape of the networks is taken from it, all other settings from the form. “${name}” stays as it is.${replaceQuestion(state)?.text ? ` ${replaceQuestion(state)?.text}` : ''}`,
      keep: 'Not now',
      go: 'Start',
    }
  },
  run: (actions, run) => actions.startFromWeights(run),
}

/** The networks of a run only fit images of their size and channels. */
function weightsBlocker(state: State, { config, images }: RunSummary): string | null {
  const { opened, opening } = state.data
  if (opening !== null) return REASONS.imagesOpening
  if (opened === null) return REASONS.noImages
  if (opened.summary.count === 0) return REASONS.allLeftOut
  const { size, channels } = opened.summary
  if (size === config.size && channels === images.channels) return beginBlocker(state)
  const words = (side: number, colours: number) => `${side} px in ${colours === 1 ? 'grey' : 'colour'}`
  return `Its networks are for images of ${words(config.size, images.channels)}; the open ones have ${words(size, channels)}.`
}

export const startActions = { continueKept, viewKept, branchKept, repeatAsTwin, changeOne, repeatChanged, startFromWeights }
