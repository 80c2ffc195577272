// The whole run as a project file: to go on with it here, on another machine or on the command line.
import { ActionButton, useActionView } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { runsActions } from '../runs/actions.ts'
import { formatPercent } from '../shared/format.ts'
import text from '../shared/text.module.css'
import { WorkStatus } from '../shared/work-status.tsx'
import { FileCard, FileCards } from './file-card.tsx'

export function RunSection() {
  const exporting = useStore(({ runs }) => runs.exporting)
  const problem = useStore(({ runs }) => runs.fileProblem)
  return (
    <>
      <FileCards>
        <ProjectFile withImages={false} title="Project file">
          Settings, history and every kept step, in one zip: open it on this page again, on another machine, or with the command line.
        </ProjectFile>
        <ProjectFile withImages={true} title="Project file with the images">
          The same, and the images as training sees them: nothing else is needed to go on.
        </ProjectFile>
      </FileCards>
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
  const button = <ActionButton action={runsActions.saveProject} target={withImages} label="Save the project file" kind="primary" />
  return (
    <FileCard title={title} foot={button}>
      <p>{children}</p>
      {blocked && <p className={text.soft}>{blocked}</p>}
    </FileCard>
  )
}
