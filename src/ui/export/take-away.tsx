// “Take away”: everything that can be made of the run for elsewhere, from any of its kept steps.
import { Dialog } from '@base-ui/react/dialog'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { LargeDialog } from '../shared/large-dialog.tsx'
import { TabbedViews } from '../shared/tabbed-views.tsx'
import text from '../shared/text.module.css'
import { currentName } from '../train/describe-keep.ts'
import { isExample } from '../train/run-slice.ts'
import { takeAwayBlocker } from './actions.ts'
import { FileStatus } from './file-status.tsx'
import { FilmSection } from './film-section.tsx'
import { NetworkSection } from './network-section.tsx'
import { NumbersSection } from './numbers-section.tsx'
import { PicturesSection } from './pictures-section.tsx'
import { RunSection } from './run-section.tsx'
import { StateChoice } from './state-choice.tsx'
import classes from './take-away.module.css'
import { type Section, useTakeAwayState } from './take-away-state.ts'

export function TakeAway() {
  const actions = useActions()
  const open = useStore(({ dialog }) => dialog === 'take-away')
  const name = useStore((state) => (isExample(state.run) ? `the example, ${state.run.images}` : currentName(state)))
  const state = useTakeAwayState()
  return (
    <LargeDialog
      open={open}
      onOpenChange={(wanted) => !wanted && actions.closeTakeAway()}
      title="Take away"
      subtitle={
        <Dialog.Description className={text.soft}>
          {name === ''
            ? 'What a run makes, as files that work without this page, also offline.'
            : `From ${name}: files that work without this page, also offline.`}
        </Dialog.Description>
      }
      testId="take-away"
    >
      <Sections {...state} />
      <FileStatus />
    </LargeDialog>
  )
}

/** What is not made of one kept step, and says itself why it cannot be made. */
const OF_ALL_STEPS: ReadonlySet<Section> = new Set(['numbers', 'run'])

function Sections({ section, setSection, pictures, film, networks }: ReturnType<typeof useTakeAwayState>) {
  const views = [
    { value: 'pictures', label: 'Pictures', content: <PicturesSection {...pictures} /> },
    { value: 'film', label: 'Film', content: <FilmSection {...film} /> },
    { value: 'network', label: 'Network', content: <NetworkSection {...networks} /> },
    { value: 'numbers', label: 'Numbers', content: <NumbersSection /> },
    { value: 'run', label: 'Run', content: <RunSection /> },
  ] as const
  const isOfAllSteps = OF_ALL_STEPS.has(section) || (section === 'film' && film.form.kind === 'snapshots')
  return (
    <TabbedViews<Section>
      label="What to take away"
      views={views}
      value={section}
      onChange={setSection}
      aside={isOfAllSteps ? null : <StateChoice />}
      className={classes.views}
    >
      <Blocked section={section} />
    </TabbedViews>
  )
}

/** Why nothing can be made now, above everything that cannot be pressed. */
function Blocked({ section }: { section: Section }) {
  const blocked = useStore(takeAwayBlocker)
  if (blocked === null || OF_ALL_STEPS.has(section)) return null
  return (
    <p className={classes.blocked} data-testid="take-away-blocked">
      {blocked}
    </p>
  )
}
