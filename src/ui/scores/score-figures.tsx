// The numbers of one score, the most informative first, each with its meaning and limits.

import type { ReactNode } from 'react'
import type { Memorisation, ScoreReport } from '../../spec/scores.ts'
import { countOf, formatCount, formatDistance, formatPercent } from '../shared/format.ts'
import { InfoIcon } from '../shared/icons.tsx'
import meter from '../shared/meter.module.css'
import text from '../shared/text.module.css'
import {
  copyLevel,
  describeCost,
  describeFloor,
  describeMemorisation,
  describeSimilarity,
  formatKid,
  leadOf,
  scoreName,
} from './describe-scores.ts'
import classes from './scores-panel.module.css'

/** `children` are shown below the distances. */
export function ScoreFigures({ report, children }: { report: ScoreReport; children: ReactNode }) {
  const { step, counts, precision, recall, density, coverage, memorisation, similarity, missing, seconds } = report
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
        <Share name="Precision" hint="samples that look real" value={precision} help={HELP.precision} />
        <Share name="Recall" hint="variety that is reached" value={recall} help={HELP.recall} />
        {density !== null && <Figure name="Density" hint="1 is like real images" value={density.toFixed(2)} help={HELP.density} />}
        <Share name="Coverage" hint="real images reached" value={coverage} help={HELP.coverage} />
      </div>
      {similarity && (
        <Figure
          name="Alikeness (MS-SSIM)"
          value={`${similarity.fake.toFixed(2)}, real ${similarity.real.toFixed(2)}`}
          note={describeSimilarity(similarity)}
          help={HELP.similarity}
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
      <p className={text.pretty}>{describeCost(seconds)}</p>
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
  readonly lead?: boolean
}

/** A figure that unfolds its explanation. */
function Figure({ name, hint, value, note, help, lead = false }: FigureProps) {
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
      <p className={classes.help}>{help}</p>
    </details>
  )
}

function Share({ value, ...figure }: Omit<FigureProps, 'value'> & { readonly value: number | null }) {
  return value === null ? null : <Figure {...figure} value={formatPercent(value)} />
}

interface DistanceProps {
  readonly report: ScoreReport
  readonly lead: boolean
}

function Kid({ report, lead }: DistanceProps) {
  if (report.kid === null) return null
  return <Figure name={scoreName('KID', report.network)} value={formatKid(report)} help={HELP.kid} lead={lead} />
}

function Fid({ report, lead }: DistanceProps) {
  if (report.fid === null) return null
  return (
    <Figure
      name={scoreName('FID', report.network)}
      value={formatDistance(report.fid)}
      note={describeFloor(report)}
      help={HELP.fid}
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
  return <Figure name="Copies" value={formatPercent(copiedShare)} note={gauge} help={`${HELP.memorisation} ${distances}`} />
}

const HELP = {
  kid: 'How far the samples are from the real images in what the network sees. Lower is better, 0 is as good as real. The number after ± is the standard error: a smaller difference is not significant. It is unbiased with few images too, and may fall below 0 by chance. Values in the features of other networks, such as those in papers, are not comparable.',
  fid: 'The older distance: it compares mean and covariance of the features. Lower is better. With few images it is biased upwards, so compare it only at the same number of images, and never with papers, whose network is Inception. Even a perfect generator does not reach 0; what it would reach is estimated by comparing real images with other real ones.',
  precision:
    'Share of samples that lie where real images lie. High precision with low recall: good images, but little variety. A few outliers among the real images inflate it; density is more robust.',
  recall:
    'Share of real images that lie where samples lie. When it is low, whole kinds of images are never generated. Outliers among the samples inflate it; coverage is more robust.',
  density:
    'How many neighbourhoods of real images contain a sample, relative to the expected number. About 1 is right; above 1 the samples concentrate where real images are most common.',
  coverage:
    'Share of real images with a sample among their nearest. Even perfect samples miss a few. It depends on the number of images: compare it only at the same one.',
  similarity:
    'How similar two images are on average, from 0 to 1, in their structure at several sizes. When samples are more alike than real images, the generator repeats itself. It does not know what the images show.',
  memorisation:
    'A sample counts as a possible copy when its nearest training image is much nearer than the following ones, as it is for only a twentieth of unseen images; the tick marks that expected share. A generator of noise copies nothing either, and very uniform samples may look like copies: read it together with the other scores.',
} as const
