// Skip links: first in the tab order, visible while focused. Buttons rather than links, since the address hash holds the settings.
import { CHARTS_SECTION, goToPanel, PICTURES_SECTION } from '../shared/focus.ts'
import classes from './skip-links.module.css'

const PARTS = [
  { id: PICTURES_SECTION, label: 'Skip to samples' },
  { id: CHARTS_SECTION, label: 'Skip to charts' },
]

export function SkipLinks() {
  return (
    <nav className={classes.links} aria-label="Skip">
      {PARTS.map(({ id, label }) => (
        <button key={id} type="button" onClick={() => goToPanel(id)}>
          {label}
        </button>
      ))}
    </nav>
  )
}
