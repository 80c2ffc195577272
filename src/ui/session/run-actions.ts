// Train, Pause, Step, Reset.
import { presetConfig } from '../../spec/presets.ts'
import { initialRun, isHeld, isUnderWay, type RunSlice } from '../store/run-slice.ts'
import { clearPictures } from '../store/samples-slice.ts'
import { forgetScores, initialScores } from '../store/scores-slice.ts'
import { forgetRun } from '../store/studies-slice.ts'
import { trainBlocker } from '../store/train-blocker.ts'
import type { SessionParts } from './session.ts'

export interface RunActions {
  /** Train, or go on: from idle, paused, failed and finished alike. */
  train(): void
  pause(): void
  /** Train when it rests, pause when it runs. */
  toggle(): void
  step(): void
  reset(): void
  /** The run is gone, with the Worker that had it. */
  forget(): void
  /** A pause is worth a line on the charts. */
  notePause(): void
}

export function makeRunActions({ client, store, history }: SessionParts, forgetRequests: () => void): RunActions {
  /** Another number, so that whatever the last run still sends is dropped. */
  function nextRun(changes: Partial<RunSlice>): number {
    const { run, samples, scores, studies } = store.getState()
    const number = run.number + 1
    forgetRequests()
    history.clear()
    store.setState({
      run: { ...initialRun, device: run.device, number, ...changes },
      samples: clearPictures(samples),
      scores: forgetScores(scores),
      studies: forgetRun(studies, run.state !== 'idle'),
    })
    return number
  }

  function start(paused: boolean): boolean {
    const state = store.getState()
    if (trainBlocker(state) !== null) return false
    const number = nextRun({ state: 'preparing', images: state.data.opened?.summary.label ?? '' })
    client.send({ type: 'start', run: number, config: state.settings.config, paused })
    return true
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
      if (state === 'idle' || state === 'failed') start(false)
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
      if (state === 'idle' || state === 'failed') {
        if (start(true)) client.send({ type: 'step' })
      } else if (state === 'paused') client.send({ type: 'step' })
    },
    reset() {
      if (isHeld(store.getState().run.state)) client.send({ type: 'reset' })
      nextRun({})
    },
    forget() {
      nextRun({ device: null })
      store.setState({ scores: initialScores }) // a fresh Worker has only the network that ships with the page
    },
    notePause() {
      history.mark({ step: store.getState().run.report?.step ?? 0, label: 'paused' })
    },
  }
  return actions
}
