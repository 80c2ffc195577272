// Navigation to the sections of a narrow page. Buttons rather than links, since the address hash holds the settings.
import type { LessonPart } from '../../spec/lesson.ts'
import { useHidden } from '../lesson/hooks.ts'
import { DATA_SECTION } from '../shared/focus.ts'
import classes from './section-links.module.css'

interface Section {
  readonly id: string
  readonly label: string
  /** By which a lesson hides it. */
  readonly part: LessonPart
}

const SETUP: readonly Section[] = [
  { id: DATA_SECTION, label: 'Data', part: 'images' },
  { id: 'settings', label: 'Settings', part: 'settings' },
]
const RUN: readonly Section[] = [
  { id: 'pictures', label: 'Pictures', part: 'samples' },
  { id: 'scores', label: 'Scores', part: 'scores' },
  { id: 'charts', label: 'Charts', part: 'charts' },
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
