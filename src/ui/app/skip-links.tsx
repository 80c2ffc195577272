// Skip links: first in the tab order, visible while focused. Buttons rather than links, since the address hash holds the settings.
import classes from './skip-links.module.css'

const PARTS = [
  { id: 'pictures', label: 'Skip to samples' },
  { id: 'charts', label: 'Skip to charts' },
]

export function SkipLinks() {
  return (
    <nav className={classes.links} aria-label="Skip">
      {PARTS.map(({ id, label }) => (
        <button key={id} type="button" onClick={() => focusPart(id)}>
          {label}
        </button>
      ))}
    </nav>
  )
}

/** Focuses the first panel of the section, so that Tab continues from there. */
function focusPart(id: string) {
  const panel = document.getElementById(id)?.querySelector('section')
  if (!panel) return
  panel.tabIndex = -1
  panel.focus()
}
