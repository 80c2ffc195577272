// The pictures between two ends: a strip of nine, and a slider with its picture.
import { useMemo } from 'react'
import type { Interpolation } from '../../spec/interpolation.ts'
import { drawBlocker, REASONS } from '../app/blockers.ts'
import { useActions } from '../app/page-context.ts'
import { type State, useStore } from '../app/store.ts'
import { CodeLine } from '../samples/code-line.tsx'
import { codeOfPoint } from '../samples/picture-codes.ts'
import { STRIP_LENGTH } from '../samples/samples-slice.ts'
import { SavePictures } from '../samples/save-pictures.tsx'
import { BETWEEN } from '../shared/focus.ts'
import { formatPercent } from '../shared/format.ts'
import { Picture } from '../shared/picture.tsx'
import { firstPictures } from '../shared/pixels-of.ts'
import { Slider } from '../shared/slider.tsx'
import classes from './latent-panel.module.css'

const STRIP = Array.from({ length: STRIP_LENGTH }, (_, i) => i)

interface InterpolationViewProps {
  /** “A”, “B”; or the names of two classes. */
  readonly from: string
  readonly to: string
  /** In the name of a saved file. */
  readonly fileName: (interpolation: Interpolation) => string
}

export function InterpolationView({ from, to, fileName }: InterpolationViewProps) {
  const actions = useActions()
  const position = useStore((state) => state.samples.position)
  const interpolation = useStore((state) => state.samples.interpolation)
  const code = useStore((state) => codeAtSlider(state, interpolation))
  const blocker = useStore(drawBlocker)
  const pictures = interpolation?.pictures ?? null
  return (
    <div id={BETWEEN} className={classes.interpolation}>
      <div className={classes.large} data-testid="interpolation-picture">
        <Picture pictures={pictures} index={STRIP_LENGTH} />
        <span className="visually-hidden">
          Picture {formatPercent(position)} of the way from {from} to {to}.
        </span>
      </div>
      <div className={classes.controls}>
        <div
          className={classes.strip}
          role="img"
          aria-label={`Nine pictures from ${from} to ${to}`}
          data-testid="interpolation-strip"
          data-step={interpolation?.step}
        >
          {STRIP.map((index) => (
            <Picture key={index} pictures={pictures} index={index} />
          ))}
        </div>
        <Slider
          label={`Position between ${from} and ${to}`}
          value={position}
          min={0}
          max={1}
          step={0.01}
          valueText={`${formatPercent(position)} of the way from ${from} to ${to}`}
          onChange={actions.setPosition}
        />
        <p className={classes.scale}>
          <span>{from}</span>
          <span>{formatPercent(position)} of the way</span>
          <span>{to}</span>
        </p>
        {code !== null && <CodeLine code={code} />}
        {pictures === null && <p className={classes.help}>{describeWait(blocker)}</p>}
        <div className={classes.file}>
          {interpolation && (
            <SaveStrip
              interpolation={interpolation}
              label={`Save PNG of the pictures from ${from} to ${to}`}
              what={fileName(interpolation)}
            />
          )}
        </div>
      </div>
    </div>
  )
}

/** Of the picture at the slider; null before there is one. */
function codeAtSlider(state: State, interpolation: Interpolation | null): string | null {
  const point = interpolation?.points[STRIP_LENGTH]
  return interpolation && point ? codeOfPoint(state, interpolation.step, point) : null
}

/** Before the first pictures. @param blocker why none can be drawn now */
function describeWait(blocker: string | null): string {
  if (blocker === REASONS.deviceSought) return 'The pictures between them are drawn as soon as a device is found.'
  return blocker ?? 'The pictures between them are being drawn…'
}

interface SaveStripProps {
  readonly interpolation: Interpolation
  readonly label: string
  readonly what: string
}

function SaveStrip({ interpolation: { step, points, pictures }, label, what }: SaveStripProps) {
  const strip = useMemo(() => firstPictures(pictures, STRIP_LENGTH), [pictures])
  const ofStrip = points.slice(0, STRIP_LENGTH)
  return <SavePictures label={label} pictures={strip} points={ofStrip} columns={STRIP_LENGTH} step={step} what={what} />
}
