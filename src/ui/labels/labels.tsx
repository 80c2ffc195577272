// The Labels dialog: classes and where the labels come from on one side, ways to label on the other.
import { Dialog } from '@base-ui/react/dialog'
import { useEffect } from 'react'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { AnalysisProgress } from '../features/analysis-progress.tsx'
import { countOf } from '../shared/format.ts'
import { LargeDialog } from '../shared/large-dialog.tsx'
import { TabbedViews, type View } from '../shared/tabbed-views.tsx'
import text from '../shared/text.module.css'
import { ClassList } from './class-list.tsx'
import { ClustersTab } from './clusters-tab.tsx'
import { ImagesTab } from './images-tab.tsx'
import { LabelSources } from './label-sources.tsx'
import { LabelStatus } from './label-status.tsx'
import classes from './labels.module.css'
import type { LabelsTab } from './labels-slice.ts'
import { MapTab } from './map-tab.tsx'
import { OneTab } from './one-tab.tsx'
import { useLabelKeys } from './use-label-keys.ts'

const WAYS: readonly View<LabelsTab>[] = [
  { value: 'clusters', label: 'Clusters', content: <ClustersTab /> },
  { value: 'one', label: 'One by one', content: <OneTab /> },
  { value: 'map', label: 'Map', content: <MapTab /> },
  { value: 'images', label: 'All images', content: <ImagesTab /> },
]

export function Labels() {
  const actions = useActions()
  const open = useStore(({ dialog }) => dialog === 'labels')
  const label = useStore(({ data }) => data.opened?.summary.label ?? '')
  const count = useStore(({ data }) => data.opened?.summary.count ?? 0)
  const known = useStore(({ labels }) => labels.session !== null)
  function close() {
    actions.saveLabels()
    actions.showDialog(null)
  }
  return (
    <LargeDialog
      open={open}
      onOpenChange={(wanted) => !wanted && close()}
      title={`Labels of ${label}`}
      subtitle={
        <Dialog.Description className={text.soft}>
          What the {countOf(count, 'image')} show: name a few, and a classifier suggests the rest.
        </Dialog.Description>
      }
      testId="labels-view"
    >
      {known ? <Labelling /> : <p className={text.soft}>Reading the labels…</p>}
    </LargeDialog>
  )
}

function Labelling() {
  const actions = useActions()
  const tab = useStore(({ labels }) => labels.tab)
  const source = useStore(({ analyses }) => analyses.source)
  useLabelKeys()
  useEffect(() => actions.suggestLabels(), [actions, source])
  return (
    <div className={classes.view}>
      <aside className={classes.classes} aria-label="Classes">
        <LabelStatus />
        <ClassList />
      </aside>
      <TabbedViews
        label="Ways to label"
        views={WAYS}
        value={tab}
        onChange={actions.showLabelsTab}
        aside={<AnalysisProgress />}
        className={classes.ways}
      />
      <aside className={classes.sources} aria-label="Where the labels come from">
        <LabelSources />
      </aside>
    </div>
  )
}
