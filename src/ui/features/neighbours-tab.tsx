// The Neighbours tab: an image and the images with the most similar features; each of them can be visited next.

import { useCallback } from 'react'
import type { Neighbours } from '../../spec/feature-analyses.ts'
import { studyBlocker } from '../app/blockers.ts'
import { useSession } from '../app/session-context.ts'
import { store, useStore } from '../app/store.ts'
import { CachedPicture } from '../data/cached-picture.tsx'
import { ContactGrid } from '../data/contact-grid.tsx'
import { useImageName, useTakenImages, useWanted } from '../data/use-images.ts'
import { Button } from '../shared/button.tsx'
import { useFocusWhenLost } from '../shared/focus.ts'
import { BackIcon } from '../shared/icons.tsx'
import { useLayout } from '../shared/layout.ts'
import text from '../shared/text.module.css'
import { formatSimilarities, similarityScale, sourceLabel, waitSentence } from './describe-study.ts'
import classes from './features.module.css'
import { useFeatures } from './features-state.ts'
import type { Studied } from './studies-slice.ts'
import { Outdated, StudyProblem } from './study-status.tsx'

/** Neighbours requested: three rows on a wide page. */
const NEAREST = 24

/** Requests the neighbours of an image, unless another analysis is running. */
export function useVisit() {
  const session = useSession()
  const { setTrail } = useFeatures()
  return (image: number, trail: readonly number[]) => {
    const state = store.getState()
    if (studyBlocker(state, 'neighbours') !== null) return
    setTrail([...trail, image])
    session.study({ kind: 'neighbours', source: state.studies.source, image, count: NEAREST })
  }
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
        Click an image to see those whose features point in the same direction. Good features find the same kind of thing in another place,
        pose or colour; poor ones only find images that are as bright.
      </p>
      <StudyProblem kind="neighbours" />
    </div>
  )
}

function Sheet({ current }: { current: number | null }) {
  const visit = useVisit()
  const shown = useTakenImages()
  const blocked = useStore((state) => studyBlocker(state, 'neighbours'))
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
  const studied = useStore(({ studies }) => studies.results.neighbours)
  const answer = studied?.result.image === image ? studied : null
  const section = useFocusWhenLost<HTMLElement>()
  useWanted('features-visited', [image])

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
          {answer && <By studied={answer} />}
        </div>
      </div>
      <StudyProblem kind="neighbours" />
      {answer && <Outdated studied={answer} onRefresh={() => visit(image, trail.slice(0, -1))} />}
      {!answer && <Missing onAsk={() => visit(image, trail.slice(0, -1))} />}
      {answer && <List nearest={answer.result.nearest} onVisit={(next) => visit(next, trail)} />}
    </section>
  )
}

/** No result yet: it is still being computed, was cancelled, or was dropped with the run. */
function Missing({ onAsk }: { onAsk: () => void }) {
  const going = useStore(({ studies }) => studies.underWay?.study.kind === 'neighbours')
  const blocked = useStore((state) => studyBlocker(state, 'neighbours'))
  return going ? (
    <p className={text.soft}>Searching its neighbours…</p>
  ) : (
    <>
      <Button blocked={blocked} onClick={onAsk}>
        Find its neighbours
      </Button>
      {blocked && <p className={text.soft}>{blocked}</p>}
    </>
  )
}

function By({ studied: { study, result } }: { studied: Studied<Neighbours> }) {
  const source = 'source' in study ? sourceLabel(study.source) : ''
  return (
    <p className={text.soft}>
      Most like it by the features of {source}, the nearest first. {similarityScale(similaritiesOf(result), result.meanSimilarity)} Click
      one to continue from it.
    </p>
  )
}

const similaritiesOf = ({ nearest }: Pick<Neighbours, 'nearest'>) => nearest.map(({ similarity }) => similarity)

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
      className={classes.neighbour}
      title={name}
      aria-label={`${name}, similarity ${similarity}`}
      onClick={() => onVisit(image)}
    >
      <CachedPicture image={image} />
      <span>{similarity}</span>
    </button>
  )
}
