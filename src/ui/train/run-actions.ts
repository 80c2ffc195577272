// Actions of the run: Train, Pause, Step, Reset, change of device. Continuing kept runs: keep-actions.ts.
import type { ViewSource } from '../../protocol.ts'
import type { BackendChoice } from '../../spec/backends.ts'
import { presetConfig } from '../../spec/presets.ts'
import type { Action, Question } from '../app/action.ts'
import { REASONS, trainBlocker } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import { initialDevice } from '../app/device-slice.ts'
import { addNotice } from '../app/notices-slice.ts'
import type { State } from '../app/store.ts'
import type { DataActions } from '../data/actions.ts'
import { initialScores } from '../scores/scores-slice.ts'
import { formatCount, secondsLeft } from '../shared/format.ts'
import { PauseIcon, PlayIcon, ResetIcon, StepIcon } from '../shared/icons.tsx'
import { describeQuestion, describeRestart } from './describe-loss.ts'
import { describeRunChange } from './describe-run.ts'
import { createKeepActions, type KeepActions, type KeepReactions } from './keep-actions.ts'
import { offeredRun } from './keep-offer.ts'
import { isKept } from './keep-slice.ts'
import { makeNextRun } from './next-run.ts'
import { isExample, isUnderWay, needsRestart, type RunQuestion, runExists, stepsAtStake } from './run-slice.ts'

export interface RunActions extends KeepActions {
  /** Starts, resumes or extends the run. */
  train(): void
  pause(): void
  /** Pauses a running run, else trains. */
  toggle(): void
  step(): void
  reset(): void
  /** Restarts the trainer on another device. */
  chooseBackend(choice: BackendChoice): void
  /** Replaces a lost Worker and opens the data again. */
  restart(): void
}

interface Page {
  readonly data: DataActions
  readonly forgetRequests: () => void
  /** Sends a fresh Worker what it needs first. */
  readonly bootTrainer: () => void
  /** Opens the images that were chosen last. */
  readonly openImages: () => void
  /** Shows a run, as the page does by itself where there is none. */
  readonly showSource: (source: ViewSource) => void
}

export function createRunActions(dependencies: Dependencies, page: Page): RunActions & KeepReactions {
  const { client, store } = dependencies
  const { bootTrainer, openImages, showSource } = page
  const nextRun = makeNextRun(dependencies, page.forgetRequests)

  /** The Worker is gone and the run with it. */
  function respawn() {
    nextRun({ device: null, ending: null })
    store.setState({ scores: initialScores }) // a fresh Worker only has the included feature network
    client.restart()
    bootTrainer()
  }

  function reset() {
    const { run, keep } = store.getState()
    const kept = isKept(keep)
    if (runExists(run.state)) {
      client.send({ type: 'reset' })
      nextRun({ ending: run.number, endingStepSeconds: secondsLeft(0, 1, run.report?.stepsPerSecond ?? 0) })
    } else nextRun({})
    store.setState((after) => ({ keep: { ...after.keep, offering: kept } }))
  }

  /** A fresh Worker goes on from the last save, or begins with the images that were chosen last. */
  function restartTrainer() {
    const { keep, run } = store.getState()
    if (keep.pending !== null) return kept.repeatPending(keep.pending)
    if (isKept(keep) && !keep.watching) return kept.continueFromSave(!isUnderWay(run.state) && run.state !== 'failed')
    respawn()
    if (run.shown) {
      store.setState((after) => ({ keep: { ...after.keep, offering: keep.offering } }))
      showSource(run.shown)
    }
    openImages()
  }

  const kept = createKeepActions(dependencies, { data: page.data, nextRun, reset, respawn })

  function start(paused: boolean): void {
    const state = store.getState()
    if (trainBlocker(state) !== null) return
    const number = nextRun({ state: 'preparing', images: state.data.opened?.summary.label ?? '', config: state.settings.config })
    client.send({ type: 'start', run: number, config: state.settings.config, paused })
    if (paused) client.send({ type: 'step' })
  }

  function trainOn() {
    const { run, settings } = store.getState()
    const steps = (run.report?.step ?? 0) + presetConfig(settings.preset).steps
    store.setState({ settings: { ...settings, config: { ...settings.config, steps } } })
    client.send({ type: 'tune', changes: { steps } })
    client.send({ type: 'resume' })
  }

  const actions = {
    train() {
      const { state } = store.getState().run
      if (!runExists(state)) start(false)
      if (state === 'paused') client.send({ type: 'resume' })
      if (state === 'finished') trainOn()
    },
    pause() {
      store.setState(({ run }) => ({ run: { ...run, pausing: true } }))
      client.send({ type: 'pause' })
    },
    toggle() {
      const { state } = store.getState().run
      if (isUnderWay(state)) actions.pause()
      else actions.train()
    },
    step() {
      const { state } = store.getState().run
      if (!runExists(state)) start(true)
      if (state === 'paused') client.send({ type: 'step' })
    },
    reset,
    chooseBackend(choice: BackendChoice) {
      store.setState({ device: { ...initialDevice, wanted: choice } })
      restartTrainer()
    },
    restart() {
      const { run, keep } = store.getState()
      const notice = isKept(keep) ? null : describeRestart(stepsAtStake(run))
      restartTrainer()
      if (notice) store.setState(({ notices }) => ({ notices: addNotice(notices, notice) }))
    },
  }
  return { ...kept, ...actions }
}

const begins = ({ run: { state } }: State) => !runExists(state)
const announce = (before: State, after: State) => describeRunChange(before.run, after.run, before.keep)

/** Asked if steps would be lost. */
function questionAs(kind: RunQuestion): (state: State) => Question | null {
  return ({ run, keep }) => describeQuestion(run, keep, kind)
}

/** A kept run is shown or offered: training would not go on with that one. */
export function isAnotherRun(state: State): boolean {
  return (state.run.state === 'viewing' && !isExample(state.run)) || offeredRun(state) !== null
}

function trainLabel(all: State): string {
  const { state } = all.run
  if (isUnderWay(state)) return 'Pause'
  if (state === 'paused') return 'Resume'
  if (isAnotherRun(all)) return 'New run'
  return state === 'finished' ? `Train +${formatCount(presetConfig(all.settings.preset).steps)}` : 'Train'
}

const trainOrPause: Action<RunActions> = {
  label: trainLabel,
  icon: { of: ({ run }) => (isUnderWay(run.state) ? PauseIcon : PlayIcon) },
  shortcut: { scope: 'page', key: ' ', name: 'Space', help: 'Train, pause or resume; on a button or a sample it presses that' },
  blocked(state) {
    if (begins(state)) return trainBlocker(state)
    return isUnderWay(state.run.state) && state.run.pausing ? REASONS.pausing : null
  },
  question: (state) => (begins(state) ? questionAs('train')(state) : null),
  run: (actions) => actions.toggle(),
  announce,
}

const step: Action<RunActions> = {
  label: 'Step',
  icon: StepIcon,
  shortcut: { scope: 'page', key: '.', name: '.', help: 'One step, when paused', repeats: true },
  blocked(state) {
    const { run } = state
    if (run.pausing) return REASONS.pausing
    if (isUnderWay(run.state)) return REASONS.pauseFirst
    if (run.state === 'finished') return REASONS.finished
    return run.state === 'paused' ? null : trainBlocker(state)
  },
  question: (state) => (begins(state) ? questionAs('step')(state) : null),
  run: (actions) => actions.step(),
  announce,
}

const reset: Action<RunActions> = {
  label: 'Reset',
  icon: ResetIcon,
  blocked({ run }) {
    if (run.state === 'idle' || run.state === 'viewing') return run.ending === null ? REASONS.nothingToReset : REASONS.ending
    return run.state === 'failed' && (needsRestart(run.failure) || run.device === null) ? REASONS.restartFirst : null
  },
  question: questionAs('reset'),
  run: (actions) => actions.reset(),
  announce,
}

const restart: Action<RunActions> = {
  label: ({ keep }) => (isKept(keep) ? `Restart, and go on from step ${formatCount(keep.saved.step)}` : 'Restart'),
  run: (actions) => actions.restart(),
  announce,
}

const chooseBackend: Action<RunActions, BackendChoice> = {
  label: 'Restart the trainer with it',
  blocked: ({ device }, choice) => (choice === device.wanted ? REASONS.deviceInUse : null),
  question: questionAs('device'),
  run: (actions, choice) => actions.chooseBackend(choice),
  announce,
}

/** After the device that was asked for did not work. */
const takeBestBackend: Action<RunActions> = {
  label: 'Take the best there is',
  question: questionAs('device'),
  run: (actions) => actions.chooseBackend('auto'),
  announce,
}

export const runActions = { trainOrPause, step, reset, restart, chooseBackend, takeBestBackend }
