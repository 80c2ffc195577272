// Latent interpolation from sample A to sample B, or from one class of a sample to another: a strip of nine pictures, and a slider with its picture.
import type { Interpolation } from '../../spec/interpolation.ts'
import type { InterpolationMethod, SampleGrid } from '../../spec/report.ts'
import { ActionButton, useActionView } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { useAsk } from '../app/question.tsx'
import { useStore } from '../app/store.ts'
import { PartWords } from '../first-visit/part-words.tsx'
import { useHidden } from '../lesson/hooks.ts'
import { describeSample } from '../samples/describe-samples.ts'
import { type LatentEnd, STRIP_LENGTH } from '../samples/samples-slice.ts'
import { cellOf, type SampleId } from '../samples/wall-view.ts'
import { LATENT_PANEL } from '../shared/focus.ts'
import { lazyPart } from '../shared/lazy-part.tsx'
import { Panel } from '../shared/panel.tsx'
import { Picture } from '../shared/picture.tsx'
import { Segmented } from '../shared/segmented.tsx'
import { studioActions } from '../studio/actions.ts'
import { Terms } from '../terms/terms-in-text.tsx'
import { classNames, drawnClasses } from '../train/class-names.ts'
import { isMorph, latentActions } from './actions.ts'
import { InterpolationView } from './interpolation-view.tsx'
import classes from './latent-panel.module.css'

const METHODS: readonly { value: InterpolationMethod; label: string }[] = [
  { value: 'slerp', label: 'Slerp' },
  { value: 'lerp', label: 'Lerp' },
]

/** What the method does and when to use it. */
const METHOD_WORDS: Readonly<Record<InterpolationMethod, string>> = {
  slerp: 'Slerp follows an arc: half-way, the latents are as long as those the generator was trained on. The usual choice.',
  lerp: 'Lerp goes straight: half-way, the latents are shorter than those the generator was trained on, and the pictures often plainer. To compare.',
}

const BETWEEN = [
  { value: 'samples', label: 'A to B' },
  { value: 'classes', label: 'Class to class' },
] as const

const A_TO_B = { from: 'A', to: 'B', fileName: ({ a, b }: Interpolation) => `seeds-${a}-to-${b}` }

const ClassMorph = lazyPart(() => import('./class-morph.tsx').then((module) => module.ClassMorph))

export function LatentPanel() {
  const actions = useActions()
  const hasClasses = useStore((state) => drawnClasses(state).length > 1)
  const morph = useStore(isMorph)
  if (!hasClasses)
    return (
      <Panel id={LATENT_PANEL} title={TITLES.samples} aside={<MethodChoice />}>
        <BetweenSamples />
      </Panel>
    )
  return (
    <Panel
      id={LATENT_PANEL}
      title={morph ? TITLES.classes : TITLES.samples}
      aside={
        <Segmented
          label="What the pictures go between"
          options={BETWEEN}
          value={morph ? 'classes' : 'samples'}
          onChange={actions.setBetween}
        />
      }
    >
      {morph ? (
        <ClassMorph />
      ) : (
        <>
          <div>
            <MethodChoice />
          </div>
          <BetweenSamples />
        </>
      )}
    </Panel>
  )
}

const TITLES = { samples: 'From A to B', classes: 'Class morph' }

function MethodChoice() {
  const actions = useActions()
  const method = useStore((state) => state.samples.method)
  return <Segmented label="Interpolation" options={METHODS} value={method} onChange={actions.setMethod} />
}

function BetweenSamples() {
  const method = useStore((state) => state.samples.method)
  const chosen = useStore(({ samples }) => samples.a !== null && samples.b !== null)
  const hasGrid = useStore((state) => state.samples.grid !== null)
  return (
    <>
      <PartWords part="interpolation" />
      <p className={classes.method}>
        <Terms mark={{ slerp: 'Slerp', lerp: 'Lerp', latent: 'latents' }}>{METHOD_WORDS[method]}</Terms>
      </p>
      <Ends />
      {chosen && hasGrid ? (
        <>
          <InterpolationView {...A_TO_B} />
          <InStudio />
        </>
      ) : (
        <p className={classes.help}>
          {hasGrid
            ? 'Press A, then a sample on the wall, then another one for B. The pictures between them show what the generator has understood, while it trains.'
            : 'Once there are samples, choose two of them: the interpolation from one to the other appears here, also while training.'}
        </p>
      )}
    </>
  )
}

function InStudio() {
  const hidden = useHidden()
  const a = useStore((state) => state.samples.a)
  const b = useStore((state) => state.samples.b)
  if (hidden('studio')) return null
  return (
    <div>
      <ActionButton action={studioActions.padBetween} target={{ a, b }} />
    </div>
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
  const sample = useStore((state) => state.samples[end])
  const names = useStore(classNames)
  const next = useStore((state) => state.samples.next === end)
  const grid = useStore((state) => state.samples.grid)
  const interpolation = useStore((state) => state.samples.interpolation)
  const target = { end, picking: next }
  const { label: name, blocked, pressed } = useActionView(latentActions.pickNext, target)
  const picture = pictureOfEnd(end, sample, grid, interpolation)
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
        <span>{sample === null ? 'not chosen' : describeSample(sample, names)}</span>
        <span className={classes.next}>
          {next ? 'now click a sample' : sample === null ? (grid ? 'choose it' : 'no samples yet') : 'choose another'}
        </span>
      </span>
    </button>
  )
}

/** From the wall if the seed is on it, else the first or last picture of the strip. */
function pictureOfEnd(end: LatentEnd, sample: SampleId | null, grid: SampleGrid | null, interpolation: Interpolation | null) {
  const index = grid === null || sample === null ? -1 : cellOf(grid, sample)
  if (grid && index >= 0) return { pictures: grid.pictures, index }
  if (interpolation === null || interpolation[end] !== sample?.seed) return null
  return { pictures: interpolation.pictures, index: end === 'a' ? 0 : STRIP_LENGTH - 1 }
}
