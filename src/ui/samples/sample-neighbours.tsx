// The training images nearest to the enlarged sample: the one found by the last score at once, more on demand.

import { useId } from 'react'
import type { SampleNeighbours as Answer, FeatureAnalysis } from '../../spec/feature-analyses.ts'
import { ActionButton, useActionView } from '../app/action-button.tsx'
import { type State, useStore } from '../app/store.ts'
import { CachedPicture } from '../data/cached-picture.tsx'
import { useImageName, useWanted } from '../data/use-images.ts'
import { analysisActions } from '../features/actions.ts'
import type { Analysed } from '../features/analyses-slice.ts'
import { AnalysisProgress } from '../features/analysis-progress.tsx'
import { AnalysisProblem, AnalysisWait, Outdated } from '../features/analysis-status.tsx'
import { formatSimilarities, similaritiesOf, similarityScale, sourceLabel } from '../features/describe-analyses.ts'
import { SourceChoice } from '../features/source-bar.tsx'
import { useFocusWhenLost } from '../shared/focus.ts'
import { formatCount, formatDistance } from '../shared/format.ts'
import text from '../shared/text.module.css'
import classes from './enlarged-sample.module.css'
import type { SampleId } from './wall-view.ts'

const KIND = 'sample-neighbours'

export function SampleNeighbours({ sample }: { sample: SampleId }) {
  const heading = useId()
  const section = useFocusWhenLost<HTMLElement>()
  const analysed = useStore(({ analyses }) => analyses.results[KIND])
  const going = useStore(({ analyses }) => isFor(analyses.underWay?.analysis, sample))
  const answer = isFor(analysed?.result, sample) ? analysed : null
  return (
    <section ref={section} tabIndex={-1} className={classes.nearest} aria-labelledby={heading}>
      <h3 id={heading} className={classes.heading}>
        Nearest training images
      </h3>
      <SourceChoice />
      {answer ? (
        <>
          <By analysed={answer} />
          <Outdated
            analysed={answer}
            refresh={<ActionButton action={analysisActions.findSampleNeighbours} target={sample} label="Refresh" small />}
          />
          <List nearest={answer.result.nearest} />
        </>
      ) : (
        <>
          {sample.class === null && <Scored seed={sample.seed} />}
          {!going && <Asking sample={sample} />}
        </>
      )}
      {going && <AnalysisProgress />}
      <AnalysisProblem kind={KIND} />
    </section>
  )
}

function isFor(of: FeatureAnalysis | Answer | undefined, sample: SampleId): boolean {
  return of?.kind === KIND && of.seed === sample.seed && of.class === sample.class
}

function Asking({ sample }: { sample: SampleId }) {
  const { blocked } = useActionView(analysisActions.findSampleNeighbours, sample)
  return (
    <>
      <ActionButton action={analysisActions.findSampleNeighbours} target={sample} className={classes.ask} />
      {blocked ? <p className={text.pretty}>{blocked}</p> : <AnalysisWait kind={KIND} />}
    </>
  )
}

function By({ analysed: { analysis, step, result } }: { analysed: Analysed<Answer> }) {
  const source = 'source' in analysis ? sourceLabel(analysis.source) : ''
  return (
    <p className={text.pretty}>
      By the features of {source} at step {formatCount(step ?? 0)}, the nearest first.{' '}
      {similarityScale(similaritiesOf(result), result.meanSimilarity)}
    </p>
  )
}

function List({ nearest }: { nearest: Answer['nearest'] }) {
  useWanted(useId(), nearest.map(({ image }) => image)) // biome-ignore format: one line says it
  const similarities = formatSimilarities(similaritiesOf({ nearest }))
  return (
    <ol className={classes.images} data-testid="sample-neighbours">
      {nearest.map(({ image }, i) => (
        <li key={image}>
          <Near image={image} label={`similarity ${similarities[i]}`} figure={similarities[i] ?? ''} />
        </li>
      ))}
    </ol>
  )
}

function Near({ image, label, figure }: { image: number; label: string; figure: string }) {
  const name = useImageName(image)
  return (
    <div className={classes.near} title={name}>
      <CachedPicture image={image} />
      <span aria-hidden="true">{figure}</span>
      <span className="visually-hidden">
        {name}, {label}
      </span>
    </div>
  )
}

/** The nearest image from the last score, whose classes follow from the seeds, if the same set is still open. */
function scoredOf({ scores, data }: State, seed: number) {
  if (scores.shown === null || scores.shown.set !== data.opened?.id) return undefined
  return scores.reports.at(-1)?.nearest.find((one) => one.seed === seed)
}

function Scored({ seed }: { seed: number }) {
  const found = useStore((state) => scoredOf(state, seed))
  const report = useStore(({ scores }) => scores.reports.at(-1))
  return found && report ? <ScoredImage {...found} step={report.step} network={report.network} /> : null
}

interface ScoredImageProps {
  readonly image: number
  readonly distance: number
  readonly step: number
  readonly network: string
}

function ScoredImage({ image, distance, step, network }: ScoredImageProps) {
  useWanted(useId(), [image])
  const figure = formatDistance(distance)
  return (
    <div className={classes.scored} data-testid="scored-neighbour">
      <Near image={image} label={`distance ${figure}`} figure={figure} />
      <p className={text.pretty}>
        The nearest training image at the score of step {formatCount(step)}, by the features of {network}, and its distance.
      </p>
    </div>
  )
}
