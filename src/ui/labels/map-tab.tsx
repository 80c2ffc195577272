// Labelling on the map: images are selected by a lasso, seen as a grid, and get one label together. The lasso stays for the next ones.
import { useCallback, useMemo, useState } from 'react'
import type { FeatureMap } from '../../spec/feature-analyses.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { ContactGrid } from '../data/contact-grid.tsx'
import { analysisActions } from '../features/actions.ts'
import { AnalysisProblem, EmptyAnalysis, Outdated } from '../features/analysis-status.tsx'
import { MapCanvas } from '../features/map-canvas.tsx'
import { SourceChoice } from '../features/source-bar.tsx'
import bar from '../shared/bar.module.css'
import { Segmented } from '../shared/segmented.tsx'
import text from '../shared/text.module.css'
import classes from './map-tab.module.css'
import parts from './parts.module.css'
import { SelectionBar } from './selection-bar.tsx'
import { labelOf } from './session.ts'
import { useSession } from './use-labelling.ts'

const NO_SAMPLES = 0
const TOOLS = [
  { value: 'lasso', label: 'Lasso' },
  { value: 'move', label: 'Move' },
] as const
const ignore = () => {}

export function MapTab() {
  const analysed = useStore(({ analyses }) => analyses.results.map)
  const [tool, setTool] = useState<'lasso' | 'move'>('lasso')
  const layOut = <ActionButton action={analysisActions.layOutMap} target={NO_SAMPLES} kind={analysed ? 'plain' : 'primary'} />
  if (!analysed) {
    return (
      <>
        <AnalysisProblem kind="map" />
        <EmptyAnalysis kind="map" title="Label what lies together" button={layOut} choice={<SourceChoice />}>
          Every image becomes a point, similar ones close together. Draw around an island, look at what you caught, and give all of it one
          label.
        </EmptyAnalysis>
      </>
    )
  }
  return (
    <>
      <AnalysisProblem kind="map" />
      <Outdated
        analysed={analysed}
        refresh={<ActionButton action={analysisActions.layOutMap} target={NO_SAMPLES} label="Refresh" small />}
      />
      <div className={bar.bar}>
        <Segmented label="What a drag does" options={TOOLS} value={tool} onChange={setTool} />
        <p className={text.soft} id="map-keys">
          {tool === 'lasso' ? 'Draw around images to select them; the wheel zooms.' : 'Drag to move, wheel or pinch to zoom.'}
          <span className={text.keys}> With keys: arrows go from image to image, a digit labels it.</span> Labelled images are pale.
        </p>
        {layOut}
      </div>
      <Lassoed map={analysed.result} lasso={tool === 'lasso'} />
    </>
  )
}

function Lassoed({ map, lasso }: { map: FeatureMap; lasso: boolean }) {
  const actions = useActions()
  const { labels } = useSession()
  const selection = useStore(({ labels }) => labels.selection)
  const [current, setCurrent] = useState<number | null>(null)
  const chosen = useMemo(() => new Set(selection), [selection])
  const toneOf = useCallback(
    (point: number) => {
      const image = map.images[point] ?? -1
      if (chosen.has(image)) return 'selected'
      return labelOf(labels, image) === null ? 'plain' : 'done'
    },
    [map, labels, chosen],
  )
  const select = useCallback(
    (points: readonly number[]) => {
      actions.selectImages(points.flatMap((point) => map.images[point] ?? []))
    },
    [actions, map],
  )
  const selectOne = useCallback(
    (point: number | null) => {
      setCurrent(point)
      select(point === null ? [] : [point])
    },
    [select],
  )
  return (
    <div className={classes.map}>
      <MapCanvas map={map} current={current} onHover={ignore} onSelect={selectOne} lasso={{ on: lasso, onLasso: select, toneOf }} />
      <div className={`${parts.pictures} ${classes.caught}`}>
        <SelectionBar />
        {selection.length > 0 && <Caught selection={selection} />}
      </div>
    </div>
  )
}

/** The selected images; a click takes one out of the selection. */
function Caught({ selection }: { selection: readonly number[] }) {
  const actions = useActions()
  const { labels } = useSession()
  const cellState = useCallback(
    (image: number) => {
      const label = labelOf(labels, image)
      return { description: label ?? 'no label', selected: true, out: false, highlighted: false, badge: label }
    },
    [labels],
  )
  return (
    <>
      <p className={text.soft} id="caught-hint">
        Click an image that does not belong to them to drop it.
      </p>
      <ContactGrid
        label="Selected images"
        describedBy="caught-hint"
        shown={selection}
        cellState={cellState}
        several={false}
        view="labels-caught"
        onChoose={(place) => actions.selectImages(selection.filter((_, i) => i !== place))}
      />
    </>
  )
}
