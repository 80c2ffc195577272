// The Map tab: all images laid out in the plane by similarity, with samples of G among them.

import { useCallback, useState } from 'react'
import type { FeatureMap } from '../../spec/feature-analyses.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { countOf, formatCount } from '../shared/format.ts'
import { NetworkLetters } from '../shared/network-letters.tsx'
import text from '../shared/text.module.css'
import { ToggleControl } from '../shared/toggle-control.tsx'
import { Term } from '../terms/term.tsx'
import { runExists } from '../train/run-slice.ts'
import { analysisActions } from './actions.ts'
import { AnalysisProblem, EmptyAnalysis, Outdated } from './analysis-status.tsx'
import classes from './map.module.css'
import { MapCanvas } from './map-canvas.tsx'
import { MapPoint } from './map-point.tsx'
import { MapTable } from './map-table.tsx'

/** Enough samples to see what G covers, few enough not to hide the images. */
const SAMPLES = 200

export function MapTab() {
  const analysed = useStore(({ analyses }) => analyses.results.map)
  const hasRun = useStore(({ run }) => runExists(run.state))
  const [wanted, setWanted] = useState(true)
  const samples = hasRun && wanted ? SAMPLES : 0
  const choice = (
    <div className={classes.choice}>
      <ToggleControl
        label="With samples of G"
        value={hasRun && wanted}
        disabled={!hasRun}
        describedBy="map-samples"
        badge={false}
        onChange={setWanted}
      />
      <p id="map-samples" className={text.soft}>
        {hasRun ? `${SAMPLES} of them.` : 'Needs a run.'}
      </p>
    </div>
  )
  if (!analysed) {
    return (
      <>
        <AnalysisProblem kind="map" />
        <EmptyAnalysis
          kind="map"
          title="What kinds of images are there?"
          button={<ActionButton action={analysisActions.layOutMap} target={samples} kind="primary" />}
          choice={choice}
        >
          Every image <Term name="umap">becomes a point</Term>, and images whose features are alike lie close together: islands are kinds of
          images, isolated points are unusual ones. With samples of the generator among them you see which kinds it has learnt, and which it
          leaves out.
        </EmptyAnalysis>
      </>
    )
  }
  return (
    <>
      <AnalysisProblem kind="map" />
      <Outdated analysed={analysed} refresh={<ActionButton action={analysisActions.layOutMap} target={samples} label="Refresh" small />} />
      <div className={classes.bar}>
        <Legend map={analysed.result} />
        {choice}
        <ActionButton action={analysisActions.layOutMap} target={samples} />
      </div>
      <MapExplorer map={analysed.result} />
    </>
  )
}

/** Shapes tell the two apart, not colours alone. */
function Legend({ map: { images, seeds } }: { map: FeatureMap }) {
  return (
    <ul className={classes.legend}>
      <li>
        <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
          <circle cx="6" cy="6" r="4" fill="var(--series-d)" />
        </svg>
        {countOf(images.length, 'image')}
      </li>
      {seeds.length > 0 && (
        <li>
          <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
            <path d="M6 0.5 11.5 6 6 11.5 0.5 6z" fill="var(--series-g)" />
          </svg>
          <span>
            <NetworkLetters>{`${formatCount(seeds.length)} samples of G`}</NetworkLetters>
          </span>
        </li>
      )}
    </ul>
  )
}

/** Hovered and selected point of one map; they mean nothing for another map. */
interface Selection {
  readonly at: FeatureMap | null
  readonly hovered: number | null
  readonly selected: number | null
}

const NO_SELECTION: Selection = { at: null, hovered: null, selected: null }
const selectionIn = (selection: Selection, map: FeatureMap): Selection => ({
  ...(selection.at === map ? selection : NO_SELECTION),
  at: map,
})

function MapExplorer({ map }: { map: FeatureMap }) {
  const [selection, setSelection] = useState(NO_SELECTION)
  const { hovered, selected } = selectionIn(selection, map)
  const setHovered = useCallback(
    (point: number | null) => setSelection((before) => ({ ...selectionIn(before, map), hovered: point })),
    [map],
  )
  const setSelected = useCallback(
    (point: number | null) => setSelection((before) => ({ ...selectionIn(before, map), selected: point })),
    [map],
  )
  return (
    <div className={classes.explorer} data-testid="map">
      <MapCanvas map={map} current={hovered ?? selected} onHover={setHovered} onSelect={setSelected} />
      <div className={classes.aside}>
        <MapPoint map={map} point={hovered ?? selected} selected={selected} />
        <MapTable map={map} />
      </div>
    </div>
  )
}
