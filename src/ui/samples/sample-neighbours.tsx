// The training images nearest to the enlarged sample: the one found by the last score at once, more on demand.

import { useId } from 'react'
import type { SampleNeighbours as Answer, FeatureAnalysis } from '../../spec/feature-analyses.ts'
import { drawBlocker, networkBlocker, studyBlocker } from '../app/blockers.ts'
import { useSession } from '../app/session-context.ts'
import { type State, useStore } from '../app/store.ts'
import { CachedPicture } from '../data/cached-picture.tsx'
import { useImageName, useWanted } from '../data/use-images.ts'
import { formatSimilarities, similarityScale, sourceLabel } from '../features/describe-study.ts'
import { SourceChoice } from '../features/source-bar.tsx'
import type { Studied } from '../features/studies-slice.ts'
import { StudyProgress } from '../features/study-progress.tsx'
import { Outdated, StudyProblem, StudyWait } from '../features/study-status.tsx'
import { Button } from '../shared/button.tsx'
import { useFocusWhenLost } from '../shared/focus.ts'
import { formatCount, formatDistance } from '../shared/format.ts'
import text from '../shared/text.module.css'
import classes from './enlarged-sample.module.css'

const KIND = 'sample-neighbours'
/** Images requested: two rows. */
const NEAREST = 12

export function SampleNeighbours({ seed }: { seed: number }) {
  const heading = useId()
  const section = useFocusWhenLost<HTMLElement>()
  const session = useSession()
  const source = useStore(({ studies }) => studies.source)
  const studied = useStore(({ studies }) => studies.results[KIND])
  const going = useStore(({ studies }) => isAbout(studies.underWay?.study, seed))
  const answer = studied?.result.seed === seed ? studied : null
  const ask = () => session.study({ kind: KIND, source, seed, count: NEAREST })
  return (
    <section ref={section} tabIndex={-1} className={classes.nearest} aria-labelledby={heading}>
      <h3 id={heading} className={classes.heading}>
        Nearest training images
      </h3>
      <SourceChoice />
      {answer ? (
        <>
          <By studied={answer} />
          <Outdated studied={answer} onRefresh={ask} />
          <List nearest={answer.result.nearest} />
        </>
      ) : (
        <>
          <Scored seed={seed} />
          {!going && <Asking onAsk={ask} />}
        </>
      )}
      {going && <StudyProgress />}
      <StudyProblem kind={KIND} />
    </section>
  )
}

function isAbout(study: FeatureAnalysis | undefined, seed: number): boolean {
  return study?.kind === KIND && study.seed === seed
}

function Asking({ onAsk }: { onAsk: () => void }) {
  const blocked = useStore((state) => drawBlocker(state) ?? networkBlocker(state) ?? studyBlocker(state, KIND))
  return (
    <>
      <Button className={classes.ask} blocked={blocked} onClick={onAsk}>
        Find them
      </Button>
      {blocked ? <p className={text.pretty}>{blocked}</p> : <StudyWait kind={KIND} />}
    </>
  )
}

function By({ studied: { study, step, result } }: { studied: Studied<Answer> }) {
  const source = 'source' in study ? sourceLabel(study.source) : ''
  return (
    <p className={text.pretty}>
      By the features of {source} at step {formatCount(step ?? 0)}, the nearest first.{' '}
      {similarityScale(similaritiesOf(result), result.meanSimilarity)}
    </p>
  )
}

const similaritiesOf = ({ nearest }: Pick<Answer, 'nearest'>) => nearest.map(({ similarity }) => similarity)

function List({ nearest }: { nearest: Answer['nearest'] }) {
  useWanted(useId(), nearest.map(({ image }) => image)) // biome-ignore format: one line says it
  const similarities = formatSimilarities(similaritiesOf({ nearest }))
  return (
    <ol className={classes.images} data-testid="sample-neighbours">
      {nearest.map(({ image }, i) => (
        <li key={image}>
          <Near image={image} said={`similarity ${similarities[i]}`} figure={similarities[i] ?? ''} />
        </li>
      ))}
    </ol>
  )
}

function Near({ image, said, figure }: { image: number; said: string; figure: string }) {
  const name = useImageName(image)
  return (
    <div className={classes.near} title={name}>
      <CachedPicture image={image} />
      <span aria-hidden="true">{figure}</span>
      <span className="visually-hidden">
        {name}, {said}
      </span>
    </div>
  )
}

/** The nearest image from the last score, if the same set is still open. */
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
      <Near image={image} said={`distance ${figure}`} figure={figure} />
      <p className={text.pretty}>
        The nearest training image at the score of step {formatCount(step)}, by the features of {network}, and its distance.
      </p>
    </div>
  )
}
