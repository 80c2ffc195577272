// Latent interpolation from sample A to sample B: a strip of nine pictures, and a slider with its picture.
import { useMemo } from 'react'
import type { Interpolation, InterpolationMethod, SampleGrid } from '../../spec/report.ts'
import { ActionButton, useActionView } from '../app/action-button.tsx'
import { drawBlocker, REASONS } from '../app/blockers.ts'
import { useActions } from '../app/page-context.ts'
import { useAsk } from '../app/question.tsx'
import { useStore } from '../app/store.ts'
import { type LatentEnd, STRIP_LENGTH } from '../samples/samples-slice.ts'
import { SavePictures } from '../samples/save-pictures.tsx'
import { formatPercent } from '../shared/format.ts'
import { Panel } from '../shared/panel.tsx'
import { Picture } from '../shared/picture.tsx'
import { firstPictures } from '../shared/pixels-of.ts'
import { Segmented } from '../shared/segmented.tsx'
import { Slider } from '../shared/slider.tsx'
import { latentActions } from './actions.ts'
import classes from './latent-panel.module.css'

const METHODS: readonly { value: InterpolationMethod; label: string }[] = [
  { value: 'slerp', label: 'Slerp' },
  { value: 'lerp', label: 'Lerp' },
]

/** What the method does and when to use it. */
const METHOD_WORDS: Readonly<Record<InterpolationMethod, string>> = {
  slerp: 'Slerp follows an arc: half-way, the inputs are as long as those the generator was trained on. The usual choice.',
  lerp: 'Lerp goes straight: half-way, the inputs are shorter than those the generator was trained on, and the pictures often plainer. To compare.',
}

const STRIP = Array.from({ length: STRIP_LENGTH }, (_, i) => i)

export function LatentPanel() {
  const actions = useActions()
  const method = useStore((state) => state.samples.method)
  const chosen = useStore(({ samples }) => samples.a !== null && samples.b !== null)
  const hasGrid = useStore((state) => state.samples.grid !== null)
  return (
    <Panel title="From A to B" aside={<Segmented label="Interpolation" options={METHODS} value={method} onChange={actions.setMethod} />}>
      <p className={classes.method}>{METHOD_WORDS[method]}</p>
      <Ends />
      {chosen && hasGrid ? (
        <InterpolationView />
      ) : (
        <p className={classes.help}>
          {hasGrid
            ? 'Press A, then a sample on the wall, then another one for B. The pictures between them show what the generator has understood, while it trains.'
            : 'Once there are samples, choose two of them: the interpolation from one to the other appears here, also while training.'}
        </p>
      )}
    </Panel>
  )
}

function Ends() {
  return (
    <div className={classes.ends}>
      <End end="a" />
      <ActionButton action={latentActions.swap} kind="quiet" show="icon" />
      <End end="b" />
    </div>
  )
}

function End({ end }: { end: LatentEnd }) {
  const ask = useAsk()
  const seed = useStore((state) => state.samples[end])
  const next = useStore((state) => state.samples.next === end)
  const grid = useStore((state) => state.samples.grid)
  const interpolation = useStore((state) => state.samples.interpolation)
  const target = { end, picking: next }
  const { label: name, blocked, pressed } = useActionView(latentActions.pickNext, target)
  const picture = pictureOfEnd(end, seed, grid, interpolation)
  return (
    <button
      type="button"
      className={classes.end}
      aria-pressed={pressed}
      aria-disabled={blocked !== null}
      onClick={() => ask(latentActions.pickNext, target)}
    >
      <span className={classes.thumb} aria-hidden="true">
        {picture ? <Picture {...picture} /> : name}
      </span>
      <span className={classes.endText}>
        <b>{name}</b>
        <span>{seed === null ? 'not chosen' : `seed ${seed}`}</span>
        <span className={classes.next}>
          {next ? 'now click a sample' : seed === null ? (grid ? 'choose it' : 'no samples yet') : 'choose another'}
        </span>
      </span>
    </button>
  )
}

/** From the wall if the seed is on it, else the first or last picture of the strip. */
function pictureOfEnd(end: LatentEnd, seed: number | null, grid: SampleGrid | null, interpolation: Interpolation | null) {
  const index = grid === null || seed === null ? -1 : grid.seeds.indexOf(seed)
  if (grid && index >= 0) return { pictures: grid.pictures, index }
  if (interpolation === null || interpolation[end] !== seed) return null
  return { pictures: interpolation.pictures, index: end === 'a' ? 0 : STRIP_LENGTH - 1 }
}

function InterpolationView() {
  const actions = useActions()
  const position = useStore((state) => state.samples.position)
  const interpolation = useStore((state) => state.samples.interpolation)
  const blocker = useStore(drawBlocker)
  const pictures = interpolation?.pictures ?? null
  return (
    <div className={classes.interpolation}>
      <div className={classes.large} data-testid="interpolation-picture">
        <Picture pictures={pictures} index={STRIP_LENGTH} />
        <span className="visually-hidden">Picture {formatPercent(position)} of the way from A to B.</span>
      </div>
      <div className={classes.controls}>
        <div
          className={classes.strip}
          role="img"
          aria-label="Nine pictures from A to B"
          data-testid="interpolation-strip"
          data-step={interpolation?.step}
        >
          {STRIP.map((index) => (
            <Picture key={index} pictures={pictures} index={index} />
          ))}
        </div>
        <Slider
          label="Position between A and B"
          value={position}
          min={0}
          max={1}
          step={0.01}
          valueText={`${formatPercent(position)} of the way from A to B`}
          onChange={actions.setPosition}
        />
        <p className={classes.scale}>
          <span>A</span>
          <span>{formatPercent(position)} of the way</span>
          <span>B</span>
        </p>
        {pictures === null && <p className={classes.help}>{describeWait(blocker)}</p>}
        <div className={classes.file}>{interpolation && <SaveStrip interpolation={interpolation} />}</div>
      </div>
    </div>
  )
}

/** Before the first pictures. @param blocker why none can be drawn now */
function describeWait(blocker: string | null): string {
  if (blocker === REASONS.deviceSought) return 'The pictures between them are drawn as soon as a device is found.'
  return blocker ?? 'The pictures between them are being drawn…'
}

function SaveStrip({ interpolation: { step, a, b, pictures } }: { interpolation: Interpolation }) {
  const strip = useMemo(() => firstPictures(pictures, STRIP_LENGTH), [pictures])
  return (
    <SavePictures
      label="Save PNG of the pictures from A to B"
      pictures={strip}
      columns={STRIP_LENGTH}
      step={step}
      what={`seeds-${a}-to-${b}`}
    />
  )
}
