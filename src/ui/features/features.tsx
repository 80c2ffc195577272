// What the features of a network tell of the open images: neighbours, a map, clusters, and how well a linear classifier does on them.

import { Dialog } from '@base-ui/react/dialog'
import { Tabs } from '@base-ui/react/tabs'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import doctor from '../data/doctor.module.css'
import { Button } from '../shared/button.tsx'
import dialog from '../shared/dialog.module.css'
import { CrossIcon } from '../shared/icons.tsx'
import { ClustersTab } from './clusters-tab.tsx'
import { STUDY_NAMES } from './describe-study.ts'
import classes from './features.module.css'
import { FeaturesProvider, type FeatureTab, useFeatures, useFeaturesState } from './features-state.ts'
import { MapTab } from './map-tab.tsx'
import { NeighboursTab } from './neighbours-tab.tsx'
import { ProbeTab } from './probe-tab.tsx'
import { SourceBar } from './source-bar.tsx'
import { StudyProgress } from './study-progress.tsx'

const TABS = ['neighbours', 'map', 'clusters', 'probe'] as const satisfies readonly FeatureTab[]

export function Features() {
  const actions = useActions()
  const open = useStore(({ dialog }) => dialog === 'features')
  const close = () => actions.showDialog(null)
  const state = useFeaturesState()
  const label = useStore(({ data }) => data.opened?.summary.label ?? '')
  return (
    <FeaturesProvider value={state}>
      <Dialog.Root open={open} onOpenChange={(wanted) => !wanted && close()}>
        <Dialog.Portal>
          <Dialog.Backdrop className={dialog.backdrop} />
          <Dialog.Popup className={doctor.popup} data-testid="features">
            <div className={doctor.head}>
              <div className={doctor.heading}>
                <Dialog.Title className={dialog.title}>Features of {label}</Dialog.Title>
                <Dialog.Description className={doctor.soft}>What the features of a network tell of these images.</Dialog.Description>
              </div>
              <Button kind="quiet" label="Close" onClick={close}>
                <CrossIcon />
              </Button>
            </div>
            <Views />
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </FeaturesProvider>
  )
}

function Views() {
  const { tab: chosen, setTab } = useFeatures()
  return (
    <Tabs.Root className={classes.views} value={chosen} onValueChange={setTab}>
      <div className={classes.top}>
        <Tabs.List className={classes.tabs} aria-label="Ways to look at features">
          {TABS.map((tab) => (
            <Tabs.Tab key={tab} value={tab} className={classes.tab}>
              {STUDY_NAMES[tab]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <StudyProgress />
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
