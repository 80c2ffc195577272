// The classes of the run: how far the search for them is, then where they come from, how good they are, and how many images each has.
import type { RunClasses } from '../../spec/classes.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { formatCount } from '../shared/format.ts'
import { Panel } from '../shared/panel.tsx'
import text from '../shared/text.module.css'
import { WorkStatus } from '../shared/work-status.tsx'
import { Terms } from '../terms/terms-in-text.tsx'
import styles from './classes-panel.module.css'
import { describeAccuracy, describeFinding, describeOrigin, describeSizes, listClasses } from './describe-classes.ts'
import { runActions } from './run-actions.ts'

export function ClassesPanel() {
  const { found, finding } = useStore((state) => state.classes)
  return (
    <Panel title="Classes" testId="classes">
      {finding && (
        <WorkStatus
          label="Finding classes"
          share={finding.share > 0 ? finding.share : undefined}
          cancel={<ActionButton action={runActions.reset} kind="quiet" />}
          testId="finding-classes"
        >
          {describeFinding(finding)}. Training waits.
        </WorkStatus>
      )}
      {found && <Found found={found} />}
    </Panel>
  )
}

function Found({ found }: { found: RunClasses }) {
  const accuracy = describeAccuracy(found.accuracy)
  const { listed, folded } = listClasses(found)
  return (
    <>
      <p className={text.pretty}>
        <Terms mark={{ 'k-means': 'groups of similar images', conditioning: 'kinds' }}>{describeOrigin(found)}</Terms> {accuracy}{' '}
        {describeSizes(found)}
      </p>
      {found.names.length > 1 && listed.length > 0 && <Counts rows={listed} />}
      {folded.length > 0 && (
        <details className={styles.folded}>
          <summary>All {formatCount(folded.length)} classes</summary>
          <Counts rows={folded} />
        </details>
      )}
    </>
  )
}

function Counts({ rows }: { rows: ReturnType<typeof listClasses>['listed'] }) {
  return (
    <ul className={styles.counts} data-testid="class-counts">
      {rows.map(({ name, index, count }) => (
        <li key={index}>
          <span className={styles.name} title={name}>
            {name}
          </span>
          <span className={text.figures}>{formatCount(count)}</span>
        </li>
      ))}
    </ul>
  )
}
