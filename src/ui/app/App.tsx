// The page: the top bar, then the columns Setup, Pictures and Learning. In one or two columns the order follows the work: setup comes first
// until there is a run, and last after that. In one column it does not come before the run that is shown on arrival.
import { memo, useRef } from 'react'
import { DataPanel } from '../data/data-panel.tsx'
import { FirstHints } from '../first-visit/first-hints.tsx'
import { GamePanel } from '../game/game-panel.tsx'
import { LatentPanel } from '../latent/latent-panel.tsx'
import { PagePart } from '../lesson/page-part.tsx'
import { AfterRun } from '../runs/after-run.tsx'
import { SampleWall } from '../samples/sample-wall.tsx'
import { ScoresPanel } from '../scores/scores-panel.tsx'
import { CHARTS_SECTION, DATA_SECTION, PICTURES_SECTION, SCORES_SECTION, SETTINGS_SECTION } from '../shared/focus.ts'
import { type Columns, useLayout } from '../shared/layout.ts'
import { lazyDialog, lazyPart } from '../shared/lazy-part.tsx'
import { ChartsPanel } from '../train/charts-panel.tsx'
import { keepCard } from '../train/keep-offer.ts'
import { RotationPanel } from '../train/rotation-panel.tsx'
import { runExists } from '../train/run-slice.ts'
import { SettingsPanel } from '../train/settings-panel.tsx'
import { Announcer } from './announcer.tsx'
import classes from './app.module.css'
import { DropOverlay } from './drop-overlay.tsx'
import { useBarHeight, useTopOnChange } from './hooks.ts'
import { Intro } from './intro.tsx'
import { Notices } from './notices.tsx'
import { QuestionDialog } from './question.tsx'
import { SavedFile } from './saved-file.tsx'
import { SectionLinks } from './section-links.tsx'
import { Shortcuts } from './shortcuts.tsx'
import { SkipLinks } from './skip-links.tsx'
import { useStore } from './store.ts'
import { TopBar, TrainHint } from './top-bar.tsx'

const Runs = lazyDialog(() => import('../runs/runs.tsx').then((module) => module.Runs))
const TakeAway = lazyDialog(() => import('../export/take-away.tsx').then((module) => module.TakeAway))
const SlowStep = lazyDialog(() => import('../slow-step/slow-step.tsx').then((module) => module.SlowStep))
const Studio = lazyDialog(() => import('../studio/studio.tsx').then((module) => module.Studio))
const ChangeOne = lazyPart(() => import('../runs/change-one.tsx').then((module) => module.ChangeOne))
const ClassesPanel = lazyPart(() => import('../train/classes-panel.tsx').then((module) => module.ClassesPanel))
const GoToCode = lazyDialog(() => import('../samples/go-to-code.tsx').then((module) => module.GoToCode))
const MeasureMachine = lazyDialog(() => import('./measure-machine.tsx').then((module) => module.MeasureMachine))
const KeepCard = lazyPart(() => import('../train/keep-card.tsx').then((module) => module.KeepCard))
const LessonCard = lazyPart(() => import('../lesson/lesson-card.tsx').then((module) => module.LessonCard))
const MakeLesson = lazyDialog(() => import('../lesson/make-lesson.tsx').then((module) => module.MakeLesson))
const MilestoneLine = lazyPart(() => import('../train/milestone-line.tsx').then((module) => module.MilestoneLine))
const About = lazyPart(() => import('./about.tsx').then((module) => module.About))

/** Keyed, so that nothing begins anew where their order changes. */
const SETUP = <Setup key="setup" />

export function App() {
  const hasCard = useStore((state) => keepCard(state) !== null)
  const hasLesson = useStore(({ lesson }) => lesson.current !== null)
  const bar = useRef<HTMLElement>(null)
  useBarHeight(bar)
  const newcomer = useStore(({ run, keep }) => keep.last === null && run.shown?.kind !== 'stored')
  const columns = useLayout(({ columns }) => columns)
  // The order in the document follows the order on the screen, so that Tab and screen readers do too.
  const shown = useStore(({ run }) => run.shown !== null)
  const noRun = useStore(({ run, keep }) => keep.pending === null && (run.shown !== null || (run.report === null && !runExists(run.state))))
  const setupFirst = columns >= 3 || (noRun && !(shown && columns === 1))
  useTopOnChange(setupFirst)
  const run = [<Pictures key="pictures" columns={columns} />, <Learning key="learning" columns={columns} />]
  return (
    <div className={classes.page}>
      <SkipLinks />
      <header ref={bar} className={classes.top}>
        <TopBar />
        <TrainHint />
        {columns < 3 && <SectionLinks setupFirst={setupFirst} />}
      </header>
      <div className={classes.news}>
        <FirstHints />
        {hasCard && <KeepCard />}
        <AfterRun />
        {noRun && newcomer && <Intro />}
        <MilestonesOfRun />
        <Notices />
      </div>
      <main className={classes.columns}>{setupFirst ? [SETUP, ...run] : [...run, SETUP]}</main>
      <DropOverlay />
      <SavedFile />
      <Announcer />
      <Shortcuts />
      <QuestionDialog />
      <Dialogs />
      {hasLesson && <LessonCard />}
    </div>
  )
}

function Dialogs() {
  const dialog = useStore((state) => state.dialog)
  const changing = useStore(({ runs }) => runs.changing !== null)
  return (
    <>
      <Runs open={dialog === 'runs'} />
      <TakeAway open={dialog === 'take-away'} />
      <Studio open={dialog === 'studio'} />
      <SlowStep open={dialog === 'slow-step'} />
      {changing && <ChangeOne />}
      {dialog === 'about' && <About />}
      <MeasureMachine open={dialog === 'measure'} />
      <GoToCode open={dialog === 'code'} />
      <MakeLesson open={dialog === 'lesson'} />
    </>
  )
}

/** Not before its first samples: the click on Train has enough to do. */
function MilestonesOfRun() {
  const run = useStore(({ run, samples }) => (runExists(run.state) && samples.grid !== null ? run.number : null))
  return run !== null && <MilestoneLine key={run} />
}

function Setup() {
  return (
    <div className={classes.setup}>
      <PagePart part="images" id={DATA_SECTION}>
        <DataPanel />
      </PagePart>
      <PagePart part="settings" id={SETTINGS_SECTION}>
        <SettingsPanel />
      </PagePart>
    </div>
  )
}

/** Output of the generator. In one column the rotation panel follows the sample wall; otherwise it is in the Learning column. */
const Pictures = memo(function Pictures({ columns }: { columns: Columns }) {
  return (
    <div id={PICTURES_SECTION} className={classes.pictures}>
      <PagePart part="samples">
        <SampleWall />
      </PagePart>
      {columns === 1 && (
        <PagePart part="rotation">
          <RotationPanel />
        </PagePart>
      )}
      <PagePart part="game">
        <GamePanel />
      </PagePart>
      <PagePart part="interpolation">
        <LatentPanel />
      </PagePart>
      <PagePart part="scores" id={SCORES_SECTION}>
        <ScoresPanel />
      </PagePart>
    </div>
  )
})

/** Classes, where the run has any, rotation panel and charts. */
const Learning = memo(function Learning({ columns }: { columns: Columns }) {
  const hasClasses = useStore(({ classes: { found, finding } }) => found !== null || finding !== null)
  return (
    <div className={classes.learning}>
      {columns > 1 && (
        <PagePart part="rotation" className={classes.turns}>
          <RotationPanel />
        </PagePart>
      )}
      {hasClasses && <ClassesPanel />}
      <PagePart part="charts" id={CHARTS_SECTION} className={classes.charts}>
        <ChartsPanel />
      </PagePart>
    </div>
  )
})
