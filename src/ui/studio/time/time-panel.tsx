// The tool “Time”: the same latents drawn by every kept step of the run, one after another, or two steps side by side.
import { useCallback, useEffect, useId, useMemo, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { EditedBlend } from '../../../spec/blends.ts'
import type { Pictures } from '../../../spec/image-block.ts'
import type { SampleGrid } from '../../../spec/report.ts'
import { useActions } from '../../app/page-context.ts'
import { store, useStore } from '../../app/store.ts'
import { useDrawing } from '../../drawing/use-drawing.ts'
import { SelectField } from '../../export/select-field.tsx'
import { Button } from '../../shared/button.tsx'
import { PauseIcon, PlayIcon } from '../../shared/icons.tsx'
import { Slider } from '../../shared/slider.tsx'
import text from '../../shared/text.module.css'
import { useGesture } from '../controls/slider-row.tsx'
import { useDrawnPicture } from '../picture/drawn-picture.tsx'
import { edit, show } from '../state/history.ts'
import { type StudioState, shownBlend } from '../state/studio-state.ts'
import { useStudio } from '../state/studio-store.ts'
import { PictureGrid } from './picture-grid.tsx'
import classes from './time-panel.module.css'
import { describePicturesOnly, describeStep, indexOfFile, type TimeStep, timeSteps } from './time-steps.ts'
import { useTimePlay } from './use-time-play.ts'
import { Wipe } from './wipe.tsx'

const CLIENTS = { left: 'time-left', right: 'time-right' } as const

/** Drawn at once at most: each step draws all of them. */
const MAX_STARS = 9

const SHOWN = [
  { value: 'large', label: 'The large picture' },
  { value: 'corners', label: 'The corners of the pad' },
  { value: 'stars', label: 'The stars' },
] as const
type Shown = (typeof SHOWN)[number]['value']

export function TimePanel() {
  const snapshots = useStore(({ timeline }) => timeline.snapshots)
  const now = useStore(({ run }) => run.report?.step ?? null)
  const steps = useMemo(() => timeSteps(snapshots, now), [snapshots, now])
  if (steps.length > 1) return <TimeMachine steps={steps} />
  return (
    <p className={text.soft}>
      Here the same picture runs through training. It needs kept steps, and this run has none yet: one is kept every few minutes, and
      whenever training pauses.
    </p>
  )
}

function TimeMachine({ steps }: { readonly steps: readonly TimeStep[] }) {
  const [what, setWhat] = useState<Shown>('large')
  const [comparing, setComparing] = useState(false)
  const { step, index, choose, showStep } = useChosenStep(steps)
  const hasStars = useStudio((state) => state.stars.length > 0)
  const wall = useKeptWall(step.draws ? null : step.file)
  const { arrived } = useDrawnPicture()
  const play = useTimePlay(index, steps.length, step.draws ? arrived : wall !== null, showStep)
  const points = useShownPoints(what)
  const canCompare = steps.filter(({ draws }) => draws).length > 1
  const note = describePicturesOnly(steps)
  return (
    <div className={classes.panel} data-testid="time">
      <StepSlider
        steps={steps}
        index={index}
        play={play}
        onChange={(at) => {
          play.stop()
          choose(at)
        }}
      />
      <SelectField label="Pictures" value={what} options={SHOWN.filter(({ value }) => value !== 'stars' || hasStars)} onChange={setWhat} />
      <div className={classes.compare}>
        <Button small pressed={comparing} blocked={canCompare ? null : ONE_DRAWS} onClick={() => setComparing(!comparing)}>
          Two steps side by side
        </Button>
      </div>
      {!step.draws && <Wall step={step} pictures={wall?.pictures ?? null} />}
      {step.draws && comparing && <Comparison steps={steps} left={step} points={points} />}
      {step.draws && !comparing && what !== 'large' && <Drawn step={step} points={points} />}
      {note && <p className={text.soft}>{note}</p>}
    </div>
  )
}

interface PointsProps {
  readonly points: readonly EditedBlend[]
}

function Drawn({ step, points }: PointsProps & { readonly step: TimeStep }) {
  const { pictures, problem } = useDrawing(CLIENTS.left, drawnBy(step), points, { eased: false })
  return problem === null ? <PictureGrid pictures={pictures} label={`Pictures of ${describeStep(step)}`} /> : <p role="alert">{problem}</p>
}

/** The chosen step, and on its right any other one that draws. */
function Comparison({ steps, left, points }: PointsProps & { readonly steps: readonly TimeStep[]; readonly left: TimeStep }) {
  const drawing = useMemo(() => steps.filter(({ draws }) => draws), [steps])
  const [other, setOther] = useState<string | null>(drawing[0]?.file ?? null)
  const right = drawing[indexOfFile(drawing, other)] as TimeStep
  const ofLeft = useDrawing(CLIENTS.left, drawnBy(left), points, { eased: false })
  const ofRight = useDrawing(CLIENTS.right, drawnBy(right), points, { eased: false })
  const problem = ofLeft.problem ?? ofRight.problem
  return (
    <>
      <SelectField
        label="On the right"
        value={right.file ?? NOW}
        options={drawing.map((each) => ({ value: each.file ?? NOW, label: describeStep(each) }))}
        onChange={(file) => setOther(file === NOW ? null : file)}
      />
      <Wipe left={{ at: left, pictures: ofLeft.pictures }} right={{ at: right, pictures: ofRight.pictures }} />
      {problem !== null && <p role="alert">{problem}</p>}
    </>
  )
}

const NOW = ''
const ONE_DRAWS = 'Only one step of this run keeps its networks: there is no other to draw with.'

function Wall({ step, pictures }: { readonly step: TimeStep; readonly pictures: Pictures | null }) {
  return (
    <figure className={classes.alone}>
      <PictureGrid pictures={pictures} label={`The wall of ${describeStep(step)}`} />
      <figcaption className={text.soft}>The wall as it was then.</figcaption>
    </figure>
  )
}

const drawnBy = ({ file }: TimeStep) => ({ generator: { snapshot: file } })

/** One that draws is what the whole studio draws with from then on; of others the panel shows the wall alone. */
function useChosenStep(steps: readonly TimeStep[]) {
  const snapshot = useStudio((state) => state.snapshot)
  const [wall, setWall] = useState<string | null>(null)
  const index = indexOfFile(steps, wall ?? snapshot)
  const change = useCallback(
    (at: number, by: typeof edit) => {
      const { file, draws } = steps[at] as TimeStep
      setWall(draws ? null : file)
      if (draws) by({ snapshot: file })
    },
    [steps],
  )
  const showStep = useCallback((at: number) => change(at, show), [change])
  return { step: steps[index] as TimeStep, index, choose: (at: number) => change(at, edit), showStep }
}

/**
 * The wall that a snapshot keeps, for one that keeps nothing else; null until it is there. The page shows that step too, as long as it is wanted here.
 * @param file null: none is wanted
 */
function useKeptWall(file: string | null): SampleGrid | null {
  const { pin } = useActions()
  useEffect(() => {
    if (file === null) return
    const before = store.getState().timeline.pinned
    pin(file)
    return () => pin(before)
  }, [file, pin])
  return useStore(({ timeline: { shown } }) => (file !== null && shown?.file === file ? shown.pictures.wall : null))
}

/** What is the same over all steps. */
function useShownPoints(what: Shown): readonly EditedBlend[] {
  const state = useStudio(useShallow((each: StudioState) => each))
  return useMemo(() => {
    if (what === 'large') return [shownBlend(state)].flatMap((blend) => blend ?? [])
    const points = what === 'corners' ? state.pad.corners : state.stars.slice(0, MAX_STARS).map(({ point }) => point)
    return points.map((point) => ({ blend: { kind: 'point', point } }))
  }, [state, what])
}

interface StepSliderProps {
  readonly steps: readonly TimeStep[]
  readonly index: number
  readonly play: ReturnType<typeof useTimePlay>
  readonly onChange: (index: number) => void
}

function StepSlider({ steps, index, play, onChange }: StepSliderProps) {
  const owner = useId()
  return (
    <div className={classes.steps}>
      <Button kind="quiet" label={play.playing ? 'Stop playing' : 'Play through the kept steps'} onClick={play.toggle}>
        {play.playing ? <PauseIcon /> : <PlayIcon />}
      </Button>
      <div className={classes.slider} {...useGesture(owner)}>
        <Slider
          label="Step that draws"
          value={index}
          min={0}
          max={steps.length - 1}
          step={1}
          valueText={describeStep(steps[index] as TimeStep)}
          onChange={onChange}
        />
      </div>
      <output className={text.figures}>{describeStep(steps[index] as TimeStep)}</output>
    </div>
  )
}
