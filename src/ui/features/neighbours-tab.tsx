// The Neighbours tab: an image and the images with the most similar features; each of them can be visited next.
import { type ReactNode, useCallback } from 'react'
import type { Neighbours } from '../../spec/feature-analyses.ts'
import { ActionButton } from '../app/action-button.tsx'
import { analysisBlocker } from '../app/blockers.ts'
import { useAsk } from '../app/question.tsx'
import { useStore } from '../app/store.ts'
import { CachedPicture } from '../data/cached-picture.tsx'
import { ContactGrid } from '../data/contact-grid.tsx'
import { useImageName, useTakenImages, useWanted } from '../data/use-images.ts'
import { Button } from '../shared/button.tsx'
import { useFocusWhenLost } from '../shared/focus.ts'
import { BackIcon } from '../shared/icons.tsx'
import { useLayout } from '../shared/layout.ts'
import picture from '../shared/picture-button.module.css'
import text from '../shared/text.module.css'
import { Term } from '../terms/term.tsx'
import { analysisActions } from './actions.ts'
import type { Analysed } from './analyses-slice.ts'
import { AnalysisProblem, Outdated } from './analysis-status.tsx'
import { formatSimilarities, similaritiesOf, similarityScale, sourceLabel, waitSentence } from './describe-analyses.ts'
import classes from './features.module.css'
import { useFeatures } from './features-state.ts'

/** Requests the neighbours of an image, unless another analysis is running. */
function useVisit() {
  const ask = useAsk()
  const { setTrail } = useFeatures()
  return (image: number, trail: readonly number[]) => ask(analysisActions.findNeighbours, { image, trail, setTrail })
}

export function NeighboursTab() {
  const narrow = useLayout(({ columns }) => columns === 1)
  const { trail } = useFeatures()
  const current = trail.at(-1)
  return (
    <div className={classes.split} data-split={!narrow}>
      {(!narrow || current === undefined) && <Sheet current={current ?? null} />}
      {current !== undefined && <Nearest image={current} narrow={narrow} />}
      {current === undefined && !narrow && <Explanation />}
    </div>
  )
}

function Explanation() {
  return (
    <div className={classes.empty}>
      <h3>Which images look alike to the network?</h3>
      <p>
        Click an image to see those whose features <Term name="cosine">point in the same direction</Term>. Good features find the same kind
        of thing in another place, pose or colour; poor ones only find images that are as bright.
      </p>
      <AnalysisProblem kind="neighbours" />
    </div>
  )
}

function Sheet({ current }: { current: number | null }) {
  const visit = useVisit()
  const shown = useTakenImages()
  const blocked = useStore((state) => analysisBlocker(state, 'neighbours'))
  const wait = useStore((state) => waitSentence(state, 'neighbours'))
  const cellState = useCallback(
    (image: number) => {
      const shows = image === current
      return { description: shows ? 'shown' : '', selected: shows, out: false, highlighted: false, badge: shows ? 'shown' : null }
    },
    [current],
  )
  return (
    <div className={classes.sheet}>
      <p className={text.soft} id="neighbours-hint">
        {blocked ?? ['Click an image to see those most like it.', wait].filter(Boolean).join(' ')}
      </p>
      <ContactGrid
        label="Images"
        describedBy="neighbours-hint"
        shown={shown}
        cellState={cellState}
        several={false}
        view="features-sheet"
        onChoose={(place) => {
          const image = shown[place]
          if (image !== undefined) visit(image, [])
        }}
      />
    </div>
  )
}

function Nearest({ image, narrow }: { image: number; narrow: boolean }) {
  const visit = useVisit()
  const { trail, setTrail } = useFeatures()
  const name = useImageName(image)
  const analysed = useStore(({ analyses }) => analyses.results.neighbours)
  const answer = analysed?.result.image === image ? analysed : null
  const section = useFocusWhenLost<HTMLElement>()
  useWanted('features-visited', [image])

  const again = { image, trail: trail.slice(0, -1), setTrail }

  function back() {
    const [before] = trail.slice(-2)
    if (trail.length > 1 && before !== undefined) visit(before, trail.slice(0, -2))
    else setTrail([])
  }

  return (
    <section ref={section} tabIndex={-1} className={classes.nearest} aria-label={`Images most like ${name}`} data-testid="neighbours">
      <div className={classes.visited}>
        <Button blocked={trail.length > 1 || narrow ? null : 'This is the image you began with.'} onClick={back}>
          <BackIcon />
          {trail.length > 1 || !narrow ? 'Back' : 'All images'}
        </Button>
        <span className={classes.large}>
          <CachedPicture image={image} />
        </span>
        <div>
          <h3>{name}</h3>
          {answer && <By analysed={answer} />}
        </div>
      </div>
      <AnalysisProblem kind="neighbours" />
      {answer && (
        <Outdated
          analysed={answer}
          refresh={<ActionButton action={analysisActions.findNeighbours} target={again} label="Refresh" small />}
        />
      )}
      {!answer && <Missing button={<ActionButton action={analysisActions.findNeighbours} target={again} />} />}
      {answer && <List nearest={answer.result.nearest} onVisit={(next) => visit(next, trail)} />}
    </section>
  )
}

/** No result yet: it is still being computed, was cancelled, or was dropped with the run. */
function Missing({ button }: { button: ReactNode }) {
  const going = useStore(({ analyses }) => analyses.underWay?.analysis.kind === 'neighbours')
  const blocked = useStore((state) => analysisBlocker(state, 'neighbours'))
  return going ? (
    <p className={text.soft}>Searching its neighbours…</p>
  ) : (
    <>
      {button}
      {blocked && <p className={text.soft}>{blocked}</p>}
    </>
  )
}

function By({ analysed: { analysis, result } }: { analysed: Analysed<Neighbours> }) {
  const source = 'source' in analysis ? sourceLabel(analysis.source) : ''
  return (
    <p className={text.soft}>
      Most like it by the features of {source}, the nearest first. {similarityScale(similaritiesOf(result), result.meanSimilarity)} Click
      one to continue from it.
    </p>
  )
}

interface ListProps {
  readonly nearest: Neighbours['nearest']
  readonly onVisit: (image: number) => void
}

function List({ nearest, onVisit }: ListProps) {
  useWanted('features-nearest', nearest.map(({ image }) => image)) // biome-ignore format: one line says it
  const similarities = formatSimilarities(similaritiesOf({ nearest }))
  return (
    <ol className={classes.list}>
      {nearest.map(({ image }, i) => (
        <li key={image}>
          <Neighbour image={image} similarity={similarities[i] ?? ''} onVisit={onVisit} />
        </li>
      ))}
    </ol>
  )
}

function Neighbour({ image, similarity, onVisit }: { image: number; similarity: string; onVisit: (image: number) => void }) {
  const name = useImageName(image)
  return (
    <button
      type="button"
      className={`${picture.button} ${classes.neighbour}`}
      title={name}
      aria-label={`${name}, similarity ${similarity}`}
      onClick={() => onVisit(image)}
    >
      <CachedPicture image={image} />
      <span>{similarity}</span>
    </button>
  )
}
