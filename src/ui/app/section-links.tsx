// Navigation to the sections of a narrow page. Buttons rather than links, since the address hash holds the settings.
import type { LessonPart } from '../../spec/lesson.ts'
import { useHidden } from '../lesson/hooks.ts'
import { CHARTS_SECTION, DATA_SECTION, PICTURES_SECTION, SCORES_SECTION, SETTINGS_SECTION } from '../shared/focus.ts'
import classes from './section-links.module.css'

interface Section {
  readonly id: string
  readonly label: string
  /** By which a lesson hides it. */
  readonly part: LessonPart
}

const SETUP: readonly Section[] = [
  { id: DATA_SECTION, label: 'Data', part: 'images' },
  { id: SETTINGS_SECTION, label: 'Settings', part: 'settings' },
]
const RUN: readonly Section[] = [
  { id: PICTURES_SECTION, label: 'Pictures', part: 'samples' },
  { id: SCORES_SECTION, label: 'Scores', part: 'scores' },
  { id: CHARTS_SECTION, label: 'Charts', part: 'charts' },
]

export function SectionLinks({ setupFirst }: { setupFirst: boolean }) {
  const hidden = useHidden()
  const sections = (setupFirst ? [...SETUP, ...RUN] : [...RUN, ...SETUP]).filter(({ part }) => !hidden(part))
  return (
    <nav className={classes.links} aria-label="Parts of the page">
      {sections.map(({ id, label }) => (
        <button key={id} type="button" onClick={() => document.getElementById(id)?.scrollIntoView()}>
          {label}
        </button>
      ))}
    </nav>
  )
}
