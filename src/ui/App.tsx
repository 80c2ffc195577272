// The page: the bar on top, then setup, pictures and charts; beside each other where there is room, in the order of use where there is
// not: setup first until there is a run, and last once there is one.
import { useRef, useState } from 'react'
import classes from './app.module.css'
import { Announcer } from './components/announcer.tsx'
import { ChartsPanel } from './components/charts-panel.tsx'
import { DataPanel } from './components/data-panel.tsx'
import { DropOverlay } from './components/drop-overlay.tsx'
import { LatentPanel } from './components/latent-panel.tsx'
import { Notices } from './components/notices.tsx'
import { RotationPanel } from './components/rotation-panel.tsx'
import { SampleWall } from './components/sample-wall.tsx'
import { ScoresPanel } from './components/scores-panel.tsx'
import { SectionLinks } from './components/section-links.tsx'
import { SettingsPanel } from './components/settings-panel.tsx'
import { Shortcuts } from './components/shortcuts.tsx'
import { TopBar, TrainHint } from './components/top-bar.tsx'
import { useBarHeight } from './hooks/use-bar-height.ts'
import { useMedia } from './hooks/use-media.ts'
import { useTopOnChange } from './hooks/use-top-on-change.ts'
import { isHeld } from './store/run-slice.ts'
import { useStore } from './store/store.ts'

/** Keyed, so that nothing begins anew where their order changes. */
const SETUP = <Setup key="setup" />
const PICTURES = <Pictures key="pictures" />
const CHARTS = <Charts key="charts" />

export function App() {
  const [help, setHelp] = useState(false)
  const bar = useRef<HTMLElement>(null)
  useBarHeight(bar)
  // The order in the document follows the order on the screen, so that Tab and screen readers do too.
  const wide = useMedia('(min-width: 1120px)')
  const noRun = useStore(({ run }) => run.report === null && !isHeld(run.state))
  const setupFirst = wide || noRun
  useTopOnChange(setupFirst)
  return (
    <div className={classes.page}>
      <header ref={bar} className={classes.top}>
        <TopBar onHelp={() => setHelp(true)} />
        <TrainHint />
        {!wide && <SectionLinks setupFirst={setupFirst} />}
      </header>
      <Notices />
      <main className={classes.columns}>{setupFirst ? [SETUP, PICTURES, CHARTS] : [PICTURES, CHARTS, SETUP]}</main>
      <DropOverlay />
      <Announcer />
      <Shortcuts open={help} onOpenChange={setHelp} />
    </div>
  )
}

function Setup() {
  return (
    <div className={classes.setup}>
      <div id="data">
        <DataPanel />
      </div>
      <div id="settings">
        <SettingsPanel />
      </div>
    </div>
  )
}

function Pictures() {
  return (
    <div id="pictures" className={classes.pictures}>
      <div>
        <SampleWall />
      </div>
      <div className={classes.explain}>
        <LatentPanel />
        <RotationPanel />
      </div>
    </div>
  )
}

function Charts() {
  return (
    <div className={classes.charts}>
      <div id="scores">
        <ScoresPanel />
      </div>
      <div id="charts">
        <ChartsPanel />
      </div>
    </div>
  )
}
