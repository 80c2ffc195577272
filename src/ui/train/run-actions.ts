// Train, Pause, Step, Reset.
import type { BackendChoice } from '../../spec/backends.ts'
import { presetConfig } from '../../spec/presets.ts'
import { trainBlocker } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import { withoutRun } from '../app/notices-slice.ts'
import { forgetRun } from '../features/studies-slice.ts'
import { clearPictures } from '../samples/samples-slice.ts'
import { forgetScores, initialScores } from '../scores/scores-slice.ts'
import { secondsLeft } from '../shared/format.ts'
import { initialRun, isUnderWay, type RunQuestion, type RunSlice, runExists, stepsAtStake } from './run-slice.ts'

export interface RunActions {
  /** Train, or go on: from idle, paused, failed and finished alike. Like `step` and `reset`, asks first where steps would be lost. */
  train(): void
  pause(): void
  /** Train when it rests, pause when it runs. */
  toggle(): void
  step(): void
  reset(): void
  /** Train on another device: the trainer is restarted. Asks first, too. */
  chooseBackend(choice: BackendChoice): void
  /** The answer to `run.question`: what was asked for is done, or nothing. */
  answer(goAhead: boolean): void
  /** The run is gone, with the Worker that had it. */
  forget(): void
  /** A pause is worth a line on the charts. */
  notePause(): void
}

/** @param changeDevice restarts the trainer on the device that was asked for */
export function createRunActions(
  { client, store, history }: Dependencies,
  forgetRequests: () => void,
  changeDevice: () => void,
): RunActions {
  /** Another number, so that whatever the last run still sends is dropped. */
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

  /** Ends what there is of a run. */
  const ways: Readonly<Record<RunQuestion, () => void>> = {
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

  /** Where steps would be lost, once the person has agreed. */
  function endBy(question: RunQuestion): void {
    const { run } = store.getState()
    if (stepsAtStake(run) === 0) ways[question]()
    else store.setState({ run: { ...run, question } })
  }

  function beginBy(question: 'train' | 'step'): void {
    if (trainBlocker(store.getState()) === null) endBy(question)
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
    reset: () => endBy('reset'),
    chooseBackend(choice) {
      store.setState(({ device }) => ({ device: { ...device, asked: choice } }))
      endBy('device')
    },
    answer(goAhead) {
      const { run } = store.getState()
      store.setState({ run: { ...run, question: null } })
      if (goAhead && run.question) ways[run.question]()
    },
    forget() {
      nextRun({ device: null, ending: null })
      store.setState({ scores: initialScores }) // a fresh Worker has only the network that ships with the page
    },
    notePause() {
      history.mark({ step: store.getState().run.report?.step ?? 0, label: 'paused' })
    },
  }
  return actions
}
