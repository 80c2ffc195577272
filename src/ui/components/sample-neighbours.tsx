// Which training images the enlarged sample is like: what the last score told of it at once, more when asked.
import { useId } from 'react'
import type { SampleNeighbours as Answer } from '../../spec/studies.ts'
import { useImageName, useWanted } from '../hooks/use-wanted.ts'
import { useSession } from '../session/session-context.ts'
import { networkBlocker } from '../store/network-blocker.ts'
import { type State, useStore } from '../store/store.ts'
import type { Studied } from '../store/studies-slice.ts'
import { studyBlocker } from '../store/study-blocker.ts'
import { formatSimilarities, sourceLabel } from '../studies/describe.ts'
import { formatCount, formatDistance } from '../text/format.ts'
import { Button } from './button.tsx'
import { CachedPicture } from './cached-picture.tsx'
import classes from './enlarged-sample.module.css'
import { SourceChoice } from './features/source-bar.tsx'
import { StudyProgress } from './features/study-progress.tsx'
import { Outdated, StudyProblem } from './features/study-status.tsx'

const KIND = 'sample-neighbours'
/** Images asked for: two rows. */
const NEAREST = 10

export function SampleNeighbours({ seed }: { seed: number }) {
  const session = useSession()
  const source = useStore(({ studies }) => studies.source)
  const studied = useStore(({ studies }) => studies.results[KIND])
  const underWay = useStore(({ studies }) => studies.underWay?.study.kind === KIND)
  const answer = studied?.result.seed === seed ? studied : null
  const ask = () => session.study({ kind: KIND, source, seed, count: NEAREST })
  return (
    <section className={classes.nearest} aria-label="Nearest training images">
      {answer ? (
        <>
          <By studied={answer} />
          <Outdated studied={answer} onRefresh={ask} />
          <List nearest={answer.result.nearest} />
        </>
      ) : (
        <>
          <Scored seed={seed} />
          <Asking onAsk={ask} />
        </>
      )}
      {underWay && <StudyProgress />}
      <StudyProblem kind={KIND} />
    </section>
  )
}

function Asking({ onAsk }: { onAsk: () => void }) {
  const underWay = useStore(({ studies }) => studies.underWay?.study.kind === KIND)
  const blocked = useStore((state) => networkBlocker(state) ?? studyBlocker(state, KIND))
  return (
    <div className={classes.asking}>
      <Button blocked={blocked ?? (underWay ? 'They are being looked for.' : null)} onClick={onAsk}>
        Nearest training images
      </Button>
      <SourceChoice />
      {blocked && <p className={classes.soft}>{blocked}</p>}
    </div>
  )
}

function By({ studied: { study, step } }: { studied: Studied<Answer> }) {
  const source = 'source' in study ? sourceLabel(study.source) : ''
  return (
    <>
      <h3 className={classes.heading}>Nearest training images</h3>
      <p className={classes.soft}>
        By the features of {source} at step {formatCount(step ?? 0)}, the nearest first; 1 is the same direction.
      </p>
    </>
  )
}

function List({ nearest }: { nearest: Answer['nearest'] }) {
  useWanted(useId(), nearest.map(({ image }) => image)) // biome-ignore format: one line says it
  const similarities = formatSimilarities(nearest.map(({ similarity }) => similarity))
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

/** What the last score told of this seed; it is about the images that were open then. */
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
      <p className={classes.soft}>
        The nearest training image at the score of step {formatCount(step)}, by the features of {network}, and its distance.
      </p>
    </div>
  )
}
