// The Features dialog: neighbours, map, clusters and linear probe of the open images, by the features of a network.
import { Dialog } from '@base-ui/react/dialog'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { LargeDialog } from '../shared/large-dialog.tsx'
import { TabbedViews, type View } from '../shared/tabbed-views.tsx'
import text from '../shared/text.module.css'
import { Term } from '../terms/term.tsx'
import { AnalysisProgress } from './analysis-progress.tsx'
import { ClustersTab } from './clusters-tab.tsx'
import { ANALYSIS_NAMES } from './describe-analyses.ts'
import { FeaturesProvider, type FeatureTab, useFeatures, useFeaturesState } from './features-state.ts'
import { MapTab } from './map-tab.tsx'
import { NeighboursTab } from './neighbours-tab.tsx'
import { ProbeTab } from './probe-tab.tsx'
import { SourceBar } from './source-bar.tsx'

const VIEWS: readonly View<FeatureTab>[] = [
  { value: 'neighbours', label: ANALYSIS_NAMES.neighbours, content: <NeighboursTab /> },
  { value: 'map', label: ANALYSIS_NAMES.map, content: <MapTab />, keepMounted: true },
  { value: 'clusters', label: ANALYSIS_NAMES.clusters, content: <ClustersTab /> },
  { value: 'probe', label: ANALYSIS_NAMES.probe, content: <ProbeTab /> },
]

export function Features() {
  const actions = useActions()
  const open = useStore(({ dialog }) => dialog === 'features')
  const state = useFeaturesState()
  const label = useStore(({ data }) => data.opened?.summary.label ?? '')
  return (
    <FeaturesProvider value={state}>
      <LargeDialog
        open={open}
        onOpenChange={(wanted) => !wanted && actions.showDialog(null)}
        title={`Features of ${label}`}
        subtitle={
          <Dialog.Description className={text.soft}>
            What the <Term name="features">features</Term> of a network show about these images.
          </Dialog.Description>
        }
        testId="features"
      >
        <Views />
      </LargeDialog>
    </FeaturesProvider>
  )
}

function Views() {
  const { tab, setTab } = useFeatures()
  return (
    <TabbedViews label="Feature analyses" views={VIEWS} value={tab} onChange={setTab} aside={<AnalysisProgress />}>
      <SourceBar chooses={tab !== 'probe'} />
    </TabbedViews>
  )
}
