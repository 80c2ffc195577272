// Summary of the prepared set: its first images, the result of the import, and warnings.
import type { Finding, SetLabels } from '../../spec/files.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { analysisActions } from '../features/actions.ts'
import { labelsActions } from '../labels/actions.ts'
import { countOf, formatCount } from '../shared/format.ts'
import { lazyDialog } from '../shared/lazy-part.tsx'
import { Picture } from '../shared/picture.tsx'
import text from '../shared/text.module.css'
import { dataActions } from './actions.ts'
import classes from './data-panel.module.css'
import { countFindings, type DataSlice } from './data-slice.ts'
import { describeImport, describeLabels } from './describe-set.ts'
import { imageClasses } from './image-classes.ts'
import { openWarnings } from './open-warnings.ts'
import { SetWarnings } from './set-warnings.tsx'

const Doctor = lazyDialog(() => import('./doctor.tsx').then((module) => module.Doctor))
const LabelsView = lazyDialog(() => import('../labels/labels.tsx').then((module) => module.Labels))
const Features = lazyDialog(() => import('../features/features.tsx').then((module) => module.Features))

/** Element id, which the empty wall scrolls to. */
export const DATASET_SUMMARY = 'dataset'
/** Two rows at the usual width of the column. */
const SHOWN = 16
/** Rejected files listed at most: a longer list would block the page. */
const LISTED = 200
/** Names of labels listed at most. */
const NAMES_LISTED = 500

export function DatasetSummary() {
  const opened = useStore((state) => state.data.opened)
  const findings = useStore((state) => state.data.findings)
  const config = useStore((state) => state.settings.config)
  const failed = findings !== opened?.summary.findings && findings.length > 0
  return (
    <>
      {failed && <RejectedFiles findings={findings} />}
      {opened && (
        <div id={DATASET_SUMMARY} tabIndex={-1} className={classes.summary} data-testid="dataset">
          <p className={classes.facts}>
            <b>{opened.summary.label}</b>
            <span>
              {countOf(opened.summary.count, 'image')}, {opened.summary.size} × {opened.summary.size} px,{' '}
              {opened.summary.channels === 1 ? 'grey' : 'colour'}
            </span>
          </p>
          <Import opened={opened} />
          {opened.summary.count > 0 && (
            <div className={classes.preview} role="img" aria-label={`The first images of ${opened.summary.label}`}>
              {Array.from({ length: Math.min(SHOWN, opened.summary.preview.count) }, (_, index) => (
                <Picture key={`${opened.id} ${index}`} pictures={opened.summary.preview} index={index} />
              ))}
            </div>
          )}
          <div className={classes.looks}>
            <Explore key={opened.id} />
            <LabelImages key={`labels ${opened.id}`} />
          </div>
          {opened.summary.labels && <Labels labels={opened.summary.labels} />}
          <SetWarnings warnings={openWarnings(opened.summary, config)} />
        </div>
      )}
    </>
  )
}

/** The result of the import, and the button that opens the review. In a built-in set there is something to see once a run has put its images into classes. */
function Import({ opened: { id, source, summary } }: { opened: NonNullable<DataSlice['opened']> }) {
  const found = countFindings(summary)
  const hasClasses = useStore((state) => imageClasses(state) !== null)
  const isBuiltin = source.kind === 'builtin'
  const reviewed = useStore(({ data }) => data.review !== null)
  if (isBuiltin && !hasClasses) return null
  return (
    <>
      {!isBuiltin && (
        <p className={text.soft}>
          {describeImport(summary)}
          {found > 0 && <b id="found"> {countOf(found, 'finding')}.</b>}
        </p>
      )}
      <ActionButton action={dataActions.reviewImages} className={classes.look} describedBy={found > 0 ? 'found' : undefined} />
      <Doctor key={id} open={reviewed} />
    </>
  )
}

function Explore() {
  const open = useStore(({ dialog }) => dialog === 'features')
  return (
    <>
      <ActionButton action={analysisActions.explore} className={classes.look} />
      <Features open={open} />
    </>
  )
}

function LabelImages() {
  const open = useStore(({ dialog }) => dialog === 'labels')
  return (
    <>
      <ActionButton action={labelsActions.open} className={classes.look} />
      <LabelsView open={open} />
    </>
  )
}

function Labels({ labels }: { labels: SetLabels }) {
  const { names, counts } = labels
  return (
    <details className={classes.labels} data-testid="labels">
      <summary>{describeLabels(labels)}</summary>
      <p className={text.pretty}>They are used for scores, and by runs whose classes come from labels; other runs never see them.</p>
      <ul>
        {names.slice(0, NAMES_LISTED).map((name, i) => (
          <li key={name}>
            <span>{name}</span>
            <span className={text.soft}>{formatCount(counts[i] ?? 0)}</span>
          </li>
        ))}
        {names.length > NAMES_LISTED && <li>and {formatCount(names.length - NAMES_LISTED)} more</li>}
      </ul>
    </details>
  )
}

/** After a failed import there are no images to review: lists the rejected files only. */
function RejectedFiles({ findings }: { findings: readonly Finding[] }) {
  const more = findings.length - LISTED
  return (
    <details className={classes.rejected} data-testid="rejected-files">
      <summary>{countOf(findings.length, 'file')} could not be used</summary>
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
