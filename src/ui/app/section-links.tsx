// Navigation to the sections of a narrow page. Buttons rather than links, since the address hash holds the settings.
import { CHARTS_SECTION, DATA_SECTION, PICTURES_SECTION, SCORES_SECTION, SETTINGS_SECTION } from '../shared/focus.ts'
import classes from './section-links.module.css'

const SETUP = [
  { id: DATA_SECTION, label: 'Data' },
  { id: SETTINGS_SECTION, label: 'Settings' },
]
const RUN = [
  { id: PICTURES_SECTION, label: 'Pictures' },
  { id: SCORES_SECTION, label: 'Scores' },
  { id: CHARTS_SECTION, label: 'Charts' },
]

export function SectionLinks({ setupFirst }: { setupFirst: boolean }) {
  const sections = setupFirst ? [...SETUP, ...RUN] : [...RUN, ...SETUP]
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
