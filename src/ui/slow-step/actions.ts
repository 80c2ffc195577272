// Actions of a step in slow motion: showing one, and making the next. Where no run can make one, the recorded one of the example is shown.
import type { SlowStep } from '../../spec/slow-step.ts'
import type { Action } from '../app/action.ts'
import { networkBlocker, REASONS } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import type { State } from '../app/store.ts'
import { SlowMotionIcon } from '../shared/icons.tsx'
import { runExists } from '../train/run-slice.ts'
import type { SlowStepSlice } from './slow-step-slice.ts'

export interface SlowStepActions {
  /** Opens the dialog: with a step of this run, which is made where there is none of the step that it is at, or with that of the example. */
  showSlowStep(): void
  makeSlowStep(): void
}

const RECORDED = 'example/slow-step.json'

export function createSlowStepActions({ client, store }: Pick<Dependencies, 'client' | 'store'>): SlowStepActions {
  const change = (changes: Partial<SlowStepSlice>) => store.setState(({ slowStep }) => ({ slowStep: { ...slowStep, ...changes } }))

  function make() {
    const { run, slowStep } = store.getState()
    if (slowStep.making) return
    change({ making: true, problem: null })
    client.send({ type: 'slow-step', run: run.number })
  }

  async function loadRecorded() {
    if (store.getState().slowStep.recorded) return
    try {
      const [{ readSlowStep }, answer] = await Promise.all([
        import('../../spec/slow-step-file.ts'),
        fetch(new URL(RECORDED, document.baseURI)),
      ])
      if (!answer.ok) throw new Error(`the server answers ${answer.status}`)
      change({ recorded: readSlowStep(await answer.text()), problem: null })
    } catch {
      change({ problem: 'The recorded step of the example could not be loaded. Train a run of your own to see one of its steps.' })
    }
  }

  return {
    showSlowStep() {
      store.setState({ dialog: 'slow-step' })
      const state = store.getState()
      const { own } = state.slowStep
      const isOfNow = own !== null && own.step === state.run.report?.step
      if (makeBlocker(state) === null && !isOfNow) make()
      else if (own === null) void loadRecorded()
    },
    makeSlowStep: make,
  }
}

/** Why no step of this run can be made now. */
export function makeBlocker(state: State): string | null {
  const { run, slowStep } = state
  if (slowStep.making) return REASONS.slowStepUnderWay
  if (run.state === 'finished') return REASONS.finished
  return runExists(run.state) ? null : networkBlocker(state)
}

export interface ShownStep {
  readonly slow: SlowStep
  readonly from: 'run' | 'example'
  /** Name of the set. */
  readonly images: string
}

/** The step that the dialog shows; null where there is none, or not yet. @param images of the run */
export function shownStep({ own, recorded, making }: Pick<SlowStepSlice, 'own' | 'recorded' | 'making'>, images: string): ShownStep | null {
  if (own) return { slow: own, from: 'run', images }
  return making || !recorded ? null : { ...recorded, from: 'example' }
}

const show: Action<SlowStepActions> = {
  label: 'One step in slow motion',
  icon: SlowMotionIcon,
  shortcut: { scope: 'page', key: 'm', name: 'M', help: 'One step in slow motion' },
  run: (actions) => actions.showSlowStep(),
}

const make: Action<SlowStepActions> = {
  label: ({ slowStep }) => (slowStep.own ? 'Make another step' : 'Make a step of your run'),
  blocked: makeBlocker,
  run: (actions) => actions.makeSlowStep(),
}

export const slowStepActions = { show, make }
