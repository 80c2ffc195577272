// The Features dialog: neighbours, map, clusters and linear probe of the open images, by the features of a network.
import { Dialog } from '@base-ui/react/dialog'
import { Tabs } from '@base-ui/react/tabs'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { LargeDialog } from '../shared/large-dialog.tsx'
import text from '../shared/text.module.css'
import { AnalysisProgress } from './analysis-progress.tsx'
import { ClustersTab } from './clusters-tab.tsx'
import { ANALYSIS_NAMES } from './describe-analyses.ts'
import classes from './features.module.css'
import { FeaturesProvider, type FeatureTab, useFeatures, useFeaturesState } from './features-state.ts'
import { MapTab } from './map-tab.tsx'
import { NeighboursTab } from './neighbours-tab.tsx'
import { ProbeTab } from './probe-tab.tsx'
import { SourceBar } from './source-bar.tsx'

const TABS = ['neighbours', 'map', 'clusters', 'probe'] as const satisfies readonly FeatureTab[]

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
        subtitle={<Dialog.Description className={text.soft}>What the features of a network show about these images.</Dialog.Description>}
        testId="features"
      >
        <Views />
      </LargeDialog>
    </FeaturesProvider>
  )
}

function Views() {
  const { tab: chosen, setTab } = useFeatures()
  return (
    <Tabs.Root className={classes.views} value={chosen} onValueChange={setTab}>
      <div className={classes.top}>
        <Tabs.List className={classes.tabs} aria-label="Feature analyses">
          {TABS.map((tab) => (
            <Tabs.Tab key={tab} value={tab} className={classes.tab}>
              {ANALYSIS_NAMES[tab]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <AnalysisProgress />
      </div>
      <SourceBar chooses={chosen !== 'probe'} />
      <Tabs.Panel value="neighbours" className={classes.panel}>
        <NeighboursTab />
      </Tabs.Panel>
      <Tabs.Panel value="map" keepMounted className={classes.panel}>
        <MapTab />
      </Tabs.Panel>
      <Tabs.Panel value="clusters" className={classes.panel}>
        <ClustersTab />
      </Tabs.Panel>
      <Tabs.Panel value="probe" className={classes.panel}>
        <ProbeTab />
      </Tabs.Panel>
    </Tabs.Root>
  )
}
