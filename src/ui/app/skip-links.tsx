// First in the order of Tab, seen while one has the focus: past the controls to what one comes for. Not links, since the address holds the
// settings.
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

/** The focus goes to the first panel of the part, and Tab goes on from there. */
function focusPart(id: string) {
  const panel = document.getElementById(id)?.querySelector('section')
  if (!panel) return
  panel.tabIndex = -1
  panel.focus()
}
