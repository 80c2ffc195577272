// From one sample to another: a strip of nine pictures between A and B, and a slider with the picture where it stands.
import type { InterpolationMethod, Pictures } from '../../spec/report.ts'
import { useSession } from '../session/session-context.ts'
import { type LatentEnd, STRIP_LENGTH } from '../store/samples-slice.ts'
import { useStore } from '../store/store.ts'
import { formatPercent } from '../text/format.ts'
import { Button } from './button.tsx'
import { SwapIcon } from './icons.tsx'
import classes from './latent-panel.module.css'
import { Panel } from './panel.tsx'
import { Picture } from './picture.tsx'
import { Segmented } from './segmented.tsx'
import { Slider } from './slider.tsx'

const METHODS: readonly { value: InterpolationMethod; label: string }[] = [
  { value: 'slerp', label: 'Slerp' },
  { value: 'lerp', label: 'Lerp' },
]

/** What the way does, and when to take it. */
const METHOD_WORDS: Readonly<Record<InterpolationMethod, string>> = {
  slerp: 'Slerp follows an arc: half-way, the inputs are as long as those the generator was trained on. The usual choice.',
  lerp: 'Lerp goes straight: half-way, the inputs are shorter than those the generator was trained on, and the pictures often plainer. To compare.',
}

const STRIP = Array.from({ length: STRIP_LENGTH }, (_, i) => i)

export function LatentPanel() {
  const session = useSession()
  const method = useStore((state) => state.samples.method)
  const chosen = useStore(({ samples }) => samples.a !== null && samples.b !== null)
  const hasGrid = useStore((state) => state.samples.grid !== null)
  return (
    <Panel
      title="From A to B"
      aside={<Segmented label="Way between A and B" options={METHODS} value={method} onChange={session.setMethod} />}
    >
      <p className={classes.method}>{METHOD_WORDS[method]}</p>
      <Ends />
      {chosen && hasGrid ? (
        <Way />
      ) : (
        <p className={classes.help}>
          {hasGrid
            ? 'Click one sample on the wall to make it A and another to make it B. The pictures between them show what the generator has understood, while it trains.'
            : 'Once there are samples, choose two of them: the pictures on the way from one to the other appear here, also while training.'}
        </p>
      )}
    </Panel>
  )
}

function Ends() {
  const session = useSession()
  const both = useStore(({ samples }) => samples.a !== null && samples.b !== null)
  return (
    <div className={classes.ends}>
      <End end="a" />
      <Button label="Swap A and B" kind="quiet" blocked={both ? null : 'Choose A and B first.'} onClick={session.swap}>
        <SwapIcon />
      </Button>
      <End end="b" />
    </div>
  )
}

function End({ end }: { end: LatentEnd }) {
  const session = useSession()
  const seed = useStore((state) => state.samples[end])
  const next = useStore((state) => state.samples.next === end)
  const grid = useStore((state) => state.samples.grid)
  const index = grid === null || seed === null ? -1 : grid.seeds.indexOf(seed)
  const name = end.toUpperCase()
  return (
    <button type="button" className={classes.end} aria-pressed={next} onClick={() => session.pickNext(end)}>
      <span className={classes.thumb}>{index >= 0 ? <Picture pictures={grid?.pictures ?? null} index={index} /> : name}</span>
      <span className={classes.endText}>
        <b>{name}</b>
        <span>{seed === null ? 'not chosen' : `seed ${seed}`}</span>
        <span className={classes.next}>{next ? 'next click sets this' : 'set this next'}</span>
      </span>
    </button>
  )
}

function Way() {
  const session = useSession()
  const position = useStore((state) => state.samples.position)
  const interpolation = useStore((state) => state.samples.interpolation)
  const pictures: Pictures | null = interpolation?.pictures ?? null
  return (
    <div className={classes.way}>
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
          onChange={session.setPosition}
        />
        <p className={classes.scale}>
          <span>A</span>
          <span>{formatPercent(position)} of the way</span>
          <span>B</span>
        </p>
      </div>
    </div>
  )
}
