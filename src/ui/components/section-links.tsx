// On a narrow page everything stands in one column: these lead to its parts. Not links, since the address holds the settings.
import classes from './section-links.module.css'

const SECTIONS = [
  { id: 'pictures', label: 'Pictures' },
  { id: 'scores', label: 'Scores' },
  { id: 'charts', label: 'Charts' },
  { id: 'data', label: 'Data' },
  { id: 'settings', label: 'Settings' },
] as const

export function SectionLinks() {
  return (
    <nav className={classes.links} aria-label="Parts of the page">
      {SECTIONS.map(({ id, label }) => (
        <button key={id} type="button" onClick={() => document.getElementById(id)?.scrollIntoView()}>
          {label}
        </button>
      ))}
    </nav>
  )
}
