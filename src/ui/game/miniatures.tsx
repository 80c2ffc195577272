// What the parts of the drawing show of this run: pictures of the wall, images in their turns, the answers of D.
import { Fragment, type ReactNode } from 'react'
import type { Pictures } from '../../spec/image-block.ts'
import type { RotationPanel } from '../../spec/report.ts'
import { RandomStream } from '../../spec/rng.ts'
import type { State } from '../app/store.ts'
import { useStore } from '../app/store.ts'
import { shownGrid, shownPanel } from '../samples/timeline-view.ts'
import { formatValue } from '../shared/format.ts'
import { RotationArrow } from '../shared/icons.tsx'
import { Picture } from '../shared/picture.tsx'
import { ROTATIONS } from '../train/rotations.ts'
import classes from './game.module.css'

const FOUR = [0, 1, 2, 3] as const

/** Grey levels of random numbers, which are all that G is given. */
const NOISE = Array.from(new RandomStream(1, 'sample').normals(64), (value) => Math.min(1, Math.max(0, 0.5 + value / 4)))

export function NoiseMiniature() {
  return (
    <svg className={classes.noise} viewBox="0 0 8 8" aria-hidden="true" shapeRendering="crispEdges">
      {NOISE.map((level, i) => (
        <rect key={`${i} ${level}`} x={i % 8} y={Math.floor(i / 8)} width="1" height="1" fill="currentColor" opacity={level} />
      ))}
    </svg>
  )
}

/** Wider where there are more numbers: G widens towards the picture, D narrows towards its answer. */
export function NetworkMiniature({ network }: { network: 'G' | 'D' }) {
  const points = network === 'G' ? '2,16 2,24 38,38 38,2' : '2,2 2,38 38,24 38,16'
  return (
    <svg className={classes.network} data-network={network} viewBox="0 0 40 40" aria-hidden="true">
      <polygon points={points} strokeLinejoin="round" />
      <text x={network === 'G' ? 25 : 15} y="26" textAnchor="middle">
        {network}
      </text>
    </svg>
  )
}

export function FakesMiniature() {
  const pictures = useStore((state) => shownGrid(state)?.pictures ?? null)
  return <FourPictures pictures={pictures} indices={FOUR} />
}

export function RealsMiniature() {
  const pictures = useStore(realPictures)
  const turned = useStore((state) => shownPanel(state) !== null)
  return <FourPictures pictures={pictures} indices={turned ? FOUR.map((i) => ROTATIONS.length * i) : FOUR} />
}

/** Those of the rotation panel, else the first of the open images. */
function realPictures(state: State): Pictures | null {
  return shownPanel(state)?.pictures ?? state.data.opened?.summary.preview ?? null
}

function FourPictures({ pictures, indices }: { pictures: Pictures | null; indices: readonly number[] }) {
  return (
    <span className={classes.four}>
      {indices.map((index) => (
        <Thumb key={index} pictures={pictures} index={index} />
      ))}
    </span>
  )
}

function Thumb({ pictures, index, turn = 0 }: { pictures: Pictures | null; index: number; turn?: number }) {
  const isThere = pictures !== null && index < pictures.count
  return (
    <span className={classes.thumb} data-turn={turn}>
      {isThere && <Picture pictures={pictures} index={index} />}
    </span>
  )
}

/** One real image in its four rotations. */
export function TurnsMiniature() {
  const panel = useStore(shownPanel)
  const preview = useStore(({ data }) => data.opened?.summary.preview ?? null)
  if (panel === null) return <Row>{(turn) => <Thumb pictures={preview} index={0} turn={turn} />}</Row>
  const first = ROTATIONS.length * typicalImage(panel)
  return <Row>{(turn) => <Thumb pictures={panel.pictures} index={first + turn} />}</Row>
}

/** What D predicts for the rotations of that image. */
export function RotationMiniature() {
  const panel = useStore(shownPanel)
  if (panel === null) return <span className={classes.question}>?</span>
  const first = ROTATIONS.length * typicalImage(panel)
  return (
    <Row>
      {(turn) => {
        const guess = guessOf(panel, first + turn)
        return (
          <span className={classes.guess} data-right={guess === turn}>
            <RotationArrow turn={guess} />
          </span>
        )
      }}
    </Row>
  )
}

function Row({ children }: { children: (turn: (typeof ROTATIONS)[number]) => ReactNode }) {
  return (
    <span className={classes.row}>
      {ROTATIONS.map((turn) => (
        <Fragment key={turn}>{children(turn)}</Fragment>
      ))}
    </span>
  )
}

function guessOf({ probabilities }: RotationPanel, index: number): number {
  const of = probabilities[index] ?? [1, 0, 0, 0]
  return of.indexOf(Math.max(...of))
}

/** Of each image in how many of its rotations D is right. */
function rightGuesses(panel: RotationPanel): number[] {
  const images = Math.floor(panel.probabilities.length / ROTATIONS.length)
  return Array.from({ length: images }, (_, image) => {
    return ROTATIONS.filter((turn) => guessOf(panel, ROTATIONS.length * image + turn) === turn).length
  })
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** The image that D is right about most nearly as often as in the mean: neither its best nor its worst. */
function typicalImage(panel: RotationPanel): number {
  const right = rightGuesses(panel)
  const mean = sum(right) / right.length
  const distances = right.map((count) => Math.abs(count - mean))
  return Math.max(0, distances.indexOf(Math.min(...distances)))
}

/** “21 of 32 right”; null before D has predicted anything. */
export function describeGuesses(panel: RotationPanel | null): string | null {
  if (panel === null) return null
  return `${sum(rightGuesses(panel))} of ${panel.probabilities.length} right`
}

/** The mean logits of the last report; null before there is one. */
export function meanLogits({ run }: Pick<State, 'run'>): { readonly real: number; readonly fake: number } | null {
  const { dReal, dFake } = run.report?.statistics ?? {}
  return typeof dReal === 'number' && typeof dFake === 'number' ? { real: dReal, fake: dFake } : null
}

/** “real +0.830, fake −0.710”; a line breaks only after the comma. */
export function describeLogits(logits: { readonly real: number; readonly fake: number } | null): string | null {
  if (logits === null) return null
  const signed = (value: number) => `${value > 0 ? '+' : ''}${formatValue(value)}`
  return `real\u00a0${signed(logits.real)}, fake\u00a0${signed(logits.fake)}`
}

/** Where on the scale a logit stands: 0 is surely fake, 1 surely real. Beyond the middle of the scale all are close to an end. */
const placeOf = (logit: number) => 1 / (1 + Math.exp(-logit))

/** Where the mean logits stand between fake and real. */
export function RealnessMiniature() {
  const real = useStore((state) => meanLogits(state)?.real ?? null)
  const fake = useStore((state) => meanLogits(state)?.fake ?? null)
  if (real === null || fake === null) return <span className={classes.question}>?</span>
  return (
    <svg className={classes.scale} viewBox="0 0 100 22" aria-hidden="true">
      <path d="M4 11h92M50 6v10" />
      <circle data-of="fake" cx={4 + 92 * placeOf(fake)} cy="11" r="5" />
      <circle data-of="real" cx={4 + 92 * placeOf(real)} cy="11" r="5" />
    </svg>
  )
}
