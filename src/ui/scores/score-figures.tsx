// The numbers of one score, the most informative first, each with its meaning and limits.

import type { ReactNode } from 'react'
import { scoreName } from '../../spec/numbers/score-charts.ts'
import { type Memorisation, NUMBER_KEYS, type NumberKey, SCORE_VALUES, type ScoreReport } from '../../spec/scores.ts'
import { countOf, formatCount, formatDistance, formatPercent } from '../shared/format.ts'
import { InfoIcon } from '../shared/icons.tsx'
import { lazyPart } from '../shared/lazy-part.tsx'
import meter from '../shared/meter.module.css'
import text from '../shared/text.module.css'
import { type Marks, SCORE_MARKS } from '../terms/marks.ts'
import { Terms } from '../terms/terms-in-text.tsx'
import {
  copyLevel,
  describeCost,
  describeFloor,
  describeIntervals,
  describeMemorisation,
  describeSimilarity,
  formatKid,
  leadOf,
} from './describe-scores.ts'
import classes from './scores-panel.module.css'

const TILES = NUMBER_KEYS.filter((key) => SCORE_VALUES[key].tile)

interface ScoreFiguresProps {
  readonly report: ScoreReport
  /** Scores up to this one. */
  readonly history: readonly ScoreReport[]
  /** Shown below the distances. */
  readonly children: ReactNode
}

const ClassScores = lazyPart(() => import('./class-scores.tsx').then((module) => module.ClassScores))

export function ScoreFigures({ report, history, children }: ScoreFiguresProps) {
  const { step, counts, memorisation, similarity, perClass, missing, seconds } = report
  const cost = describeCost(seconds)
  const reasons = Object.values(missing)
  const kid = <Kid key="kid" report={report} lead={leadOf(report) === 'KID'} />
  const fid = <Fid key="fid" report={report} lead={leadOf(report) === 'FID'} />
  return (
    <div className={classes.figures} data-testid="score-figures" data-step={step}>
      <p className={text.pretty}>
        Step {formatCount(step)}: {countOf(counts.fake, 'sample')}, {formatCount(counts.real)} real
      </p>
      {leadOf(report) === 'KID' ? [kid, fid] : [fid, kid]}
      {children}
      <div className={classes.tiles}>
        {TILES.map((key) => (
          <Tile key={key} name={key} value={report[key]} />
        ))}
        <ClassAccuracy report={report} />
      </div>
      {perClass && perClass.length > 0 && <ClassScores perClass={perClass} history={history} />}
      {similarity && (
        <Figure
          name={SCORE_VALUES.similarity.label}
          value={`${similarity.fake.toFixed(2)}, real ${similarity.real.toFixed(2)}`}
          note={describeSimilarity(similarity)}
          help={SCORE_VALUES.similarity.help}
        />
      )}
      {memorisation && <Copies memorisation={memorisation} />}
      {reasons.length > 0 && (
        <ul className={classes.missing} aria-label="What this score lacks">
          {reasons.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {cost !== null && <p className={text.pretty}>{cost}</p>}
    </div>
  )
}

interface FigureProps {
  readonly name: string
  /** A few words on what it is. */
  readonly hint?: string
  readonly value: string
  readonly note?: ReactNode
  /** Its meaning and limits. */
  readonly help: string
  /** Words of the help that are explained. */
  readonly mark?: Marks | undefined
  readonly lead?: boolean
}

/** A figure that unfolds its explanation. */
function Figure({ name, hint, value, note, help, mark, lead = false }: FigureProps) {
  return (
    <details className={classes.figure} data-lead={lead}>
      <summary>
        <span className={classes.name}>
          {name} <InfoIcon />
          {hint && <span className={classes.hint}>{hint}</span>}
        </span>
        <b className={classes.value}>{value}</b>
        {note && <span className={classes.note}>{note}</span>}
      </summary>
      <p className={classes.help}>
        <Terms mark={mark}>{help}</Terms>
      </p>
    </details>
  )
}

/** A value that needs no more than the table says of it. */
function Tile({ name, value }: { readonly name: NumberKey; readonly value: number | null }) {
  const { label, help, tile } = SCORE_VALUES[name]
  if (value === null || !tile) return null
  const shown = tile.format === 'share' ? formatPercent(value) : value.toFixed(2)
  return <Figure name={label} hint={tile.hint} value={shown} help={help} mark={SCORE_MARKS[name]} />
}

/** Beside what the same classifier reaches on real images. */
function ClassAccuracy({ report }: { report: ScoreReport }) {
  const { classAccuracy, classAccuracyReal } = report
  if (classAccuracy === null || classAccuracyReal === null) return null
  const { label, help } = SCORE_VALUES.classAccuracy
  const hint = `real images: ${formatPercent(classAccuracyReal)}`
  return <Figure name={label} hint={hint} value={formatPercent(classAccuracy)} help={`${help} ${describeIntervals(report)}`} />
}

interface DistanceProps {
  readonly report: ScoreReport
  readonly lead: boolean
}

function Kid({ report, lead }: DistanceProps) {
  if (report.kid === null) return null
  return <Figure name={scoreName('KID', report.network)} value={formatKid(report)} help={SCORE_VALUES.kid.help} lead={lead} />
}

function Fid({ report, lead }: DistanceProps) {
  if (report.fid === null) return null
  return (
    <Figure
      name={scoreName('FID', report.network)}
      value={formatDistance(report.fid)}
      note={describeFloor(report)}
      help={SCORE_VALUES.fid.help}
      lead={lead}
    />
  )
}

function Copies({ memorisation }: { memorisation: Memorisation }) {
  const { copiedShare, expectedShare, distanceRatio } = memorisation
  const gauge = (
    <>
      {describeMemorisation(memorisation)}
      <span className={classes.gauge}>
        <meter
          className={meter.meter}
          data-level={copyLevel(memorisation)}
          aria-label="Samples that may be copies"
          min={0}
          max={1}
          value={copiedShare}
        />
        <span className={classes.tick} style={{ left: `${100 * expectedShare}%` }} />
      </span>
    </>
  )
  const distances = `Samples are ${distanceRatio.toFixed(2)} times as far from the nearest training image as unseen images are, in the median.`
  return (
    <Figure
      name={SCORE_VALUES.memorisation.label}
      value={formatPercent(copiedShare)}
      note={gauge}
      help={`${SCORE_VALUES.memorisation.help} ${distances}`}
    />
  )
}
