// The prepared set as the networks will see it, what to know about it, and what was left out.
import type { Finding } from '../../spec/files.ts'
import { useStore } from '../store/store.ts'
import { formatCount } from '../text/format.ts'
import classes from './data-panel.module.css'
import { WarningIcon } from './icons.tsx'
import { Picture } from './picture.tsx'

/** Two rows at the usual width of the column. */
const SHOWN = 16
/** A list of tens of thousands helps nobody and would hold the page up. */
const LISTED = 200

export function DatasetSummary() {
  const opened = useStore((state) => state.data.opened)
  const findings = useStore((state) => state.data.findings)
  return (
    <>
      {opened && (
        <div className={classes.summary} data-testid="dataset">
          <p className={classes.facts}>
            <b>{opened.summary.label}</b>
            <span>
              {formatCount(opened.summary.count)} {opened.summary.count === 1 ? 'image' : 'images'}, {opened.summary.size} ×{' '}
              {opened.summary.size} px, {opened.summary.channels === 1 ? 'grey' : 'colour'}
            </span>
          </p>
          <div className={classes.preview} role="img" aria-label={`The first images of ${opened.summary.label}`}>
            {Array.from({ length: Math.min(SHOWN, opened.summary.preview.count) }, (_, index) => (
              <Picture key={`${opened.id} ${index}`} pictures={opened.summary.preview} index={index} />
            ))}
          </div>
          {opened.summary.warnings.map(({ title, evidence }) => (
            <p key={title} className={classes.advice}>
              <WarningIcon />
              {title} {evidence}
            </p>
          ))}
        </div>
      )}
      {findings.length > 0 && <FindingsList findings={findings} />}
    </>
  )
}

function FindingsList({ findings }: { findings: readonly Finding[] }) {
  const more = findings.length - LISTED
  return (
    <details className={classes.rejected} data-testid="rejected-list">
      <summary>
        {formatCount(findings.length)} {findings.length === 1 ? 'file was' : 'files were'} left out
      </summary>
      <ul>
        {findings.slice(0, LISTED).map(({ path, sentence }) => (
          <li key={path}>
            <b>{path}</b>
            <span>{sentence}</span>
          </li>
        ))}
        {more > 0 && <li>and {formatCount(more)} more</li>}
      </ul>
    </details>
  )
}
