// The whole run as a project file: to go on with it here, on another machine or on the command line.
import { ActionButton, useActionView } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { runsActions } from '../runs/actions.ts'
import cards from '../shared/cards.module.css'
import { formatPercent } from '../shared/format.ts'
import text from '../shared/text.module.css'
import { WorkStatus } from '../shared/work-status.tsx'
import classes from './network-section.module.css'

export function RunSection() {
  const exporting = useStore(({ runs }) => runs.exporting)
  const problem = useStore(({ runs }) => runs.fileProblem)
  return (
    <>
      <div className={classes.cards}>
        <ProjectFile withImages={false} title="Project file">
          Settings, history and every kept step, in one zip: open it on this page again, on another machine, or with the command line.
        </ProjectFile>
        <ProjectFile withImages={true} title="Project file with the images">
          The same, and the images as training sees them: nothing else is needed to go on.
        </ProjectFile>
      </div>
      {exporting && (
        <WorkStatus
          label="The project file"
          share={exporting.share > 0 ? exporting.share : undefined}
          cancel={<ActionButton action={runsActions.cancelExport} small />}
          testId="project-progress"
        >
          {exporting.saving ? 'The run is saved first' : `The project file is being made, ${formatPercent(exporting.share)}`}.
        </WorkStatus>
      )}
      {problem && (
        <p className={text.warning} role="alert">
          {problem}
        </p>
      )}
    </>
  )
}

function ProjectFile({ withImages, title, children }: { withImages: boolean; title: string; children: string }) {
  const { blocked } = useActionView(runsActions.saveProject, withImages)
  return (
    <section className={`${cards.card} ${classes.card}`} aria-label={title}>
      <h3>{title}</h3>
      <p>{children}</p>
      {blocked && <p className={text.soft}>{blocked}</p>}
      <div className={classes.foot}>
        <ActionButton action={runsActions.saveProject} target={withImages} label="Save the project file" kind="primary" />
      </div>
    </section>
  )
}
