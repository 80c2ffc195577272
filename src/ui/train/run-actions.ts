// Actions of the run: Train, Pause, Step, Reset, change of device.
import type { BackendChoice } from '../../spec/backends.ts'
import { presetConfig } from '../../spec/presets.ts'
import { trainBlocker } from '../app/blockers.ts'
import { withoutRun } from '../app/notices-slice.ts'
import type { SessionParts } from '../app/session.ts'
import { forgetRun } from '../features/studies-slice.ts'
import { clearPictures } from '../samples/samples-slice.ts'
import { forgetScores, initialScores } from '../scores/scores-slice.ts'
import { secondsLeft } from '../shared/format.ts'
import { initialRun, isUnderWay, type RunQuestion, type RunSlice, runExists, stepsAtStake } from './run-slice.ts'

export interface RunActions {
  /** Starts, resumes or extends the run. Like `step` and `reset`, asks for confirmation if steps would be lost. */
  train(): void
  pause(): void
  /** Pauses a running run, else trains. */
  toggle(): void
  step(): void
  reset(): void
  /** Restarts the trainer on another device, after confirmation if steps would be lost. */
  chooseBackend(choice: BackendChoice): void
  /** Answers `run.question`. */
  answer(goAhead: boolean): void
  /** The Worker is gone and the run with it. */
  forget(): void
  /** Marks a pause on the charts. */
  notePause(): void
}

/** @param changeDevice restarts the trainer on the device that was asked for */
export function makeRunActions({ client, store, history }: SessionParts, forgetRequests: () => void, changeDevice: () => void): RunActions {
  /** Begins a run with a new number, so that late events of the last run are dropped. */
  function nextRun(changes: Partial<RunSlice>): number {
    const { run, samples, scores, studies, saves, notices } = store.getState()
    const number = run.number + 1
    forgetRequests()
    history.clear()
    store.setState({
      run: { ...initialRun, device: run.device, ending: run.ending, endingStepSeconds: run.endingStepSeconds, number, ...changes },
      samples: clearPictures(samples),
      scores: forgetScores(scores),
      studies: forgetRun(studies, run.state !== 'idle'),
      saves: { ...saves, underWay: null },
      notices: withoutRun(notices),
    })
    return number
  }

  function start(paused: boolean): void {
    const state = store.getState()
    if (trainBlocker(state) !== null) return
    const number = nextRun({ state: 'preparing', images: state.data.opened?.summary.label ?? '', config: state.settings.config })
    client.send({ type: 'start', run: number, config: state.settings.config, paused })
    if (paused) client.send({ type: 'step' })
  }

  /** What is done once ending the current run is confirmed. */
  const confirmed: Readonly<Record<RunQuestion, () => void>> = {
    train: () => start(false),
    step: () => start(true),
    device: changeDevice,
    reset() {
      const { run } = store.getState()
      if (!runExists(run.state)) return void nextRun({})
      client.send({ type: 'reset' })
      nextRun({ ending: run.number, endingStepSeconds: secondsLeft(0, 1, run.report?.stepsPerSecond ?? 0) })
    },
  }

  /** At once, or after confirmation if steps would be lost. */
  function confirmThen(question: RunQuestion): void {
    const { run } = store.getState()
    if (stepsAtStake(run) === 0) confirmed[question]()
    else store.setState({ run: { ...run, question } })
  }

  function beginBy(question: 'train' | 'step'): void {
    if (trainBlocker(store.getState()) === null) confirmThen(question)
  }

  function trainOn() {
    const { run, settings } = store.getState()
    const steps = (run.report?.step ?? 0) + presetConfig(settings.preset).steps
    store.setState({ settings: { ...settings, config: { ...settings.config, steps } } })
    client.send({ type: 'tune', changes: { steps } })
    client.send({ type: 'resume' })
  }

  const actions: RunActions = {
    train() {
      const { state } = store.getState().run
      if (state === 'idle' || state === 'failed') beginBy('train')
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
      if (state === 'idle' || state === 'failed') beginBy('step')
      if (state === 'paused') client.send({ type: 'step' })
    },
    reset: () => confirmThen('reset'),
    chooseBackend(choice) {
      store.setState(({ device }) => ({ device: { ...device, asked: choice } }))
      confirmThen('device')
    },
    answer(goAhead) {
      const { run } = store.getState()
      store.setState({ run: { ...run, question: null } })
      if (goAhead && run.question) confirmed[run.question]()
    },
    forget() {
      nextRun({ device: null, ending: null })
      store.setState({ scores: initialScores }) // a fresh Worker only has the included feature network
    },
    notePause() {
      history.mark({ step: store.getState().run.report?.step ?? 0, label: 'paused' })
    },
  }
  return actions
}
