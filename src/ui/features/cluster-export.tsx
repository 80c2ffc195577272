// Saves the clusters: as a table of paths, or as a zip with a folder per cluster.
import { useEffect, useRef, useState } from 'react'
import { useSession } from '../app/session-context.ts'
import { store } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import { useTimeLeft } from '../shared/hooks.ts'
import classes from './clusters.module.css'
import { tableOf, zipOf } from './export-groups.ts'
import features from './features.module.css'
import { useFeatures } from './features-state.ts'
import { groupsOf, safeName } from './grouping.ts'
import { Progress } from './study-progress.tsx'

type Format = 'csv' | 'zip'

const MAKERS = { csv: tableOf, zip: zipOf } as const

export function ClusterExport() {
  const { share, problem, start, cancel } = useExport()
  const left = useTimeLeft(share ?? 0)
  const blocked = share === null ? null : 'A file is being made.'
  return (
    <div className={classes.export}>
      <Button blocked={blocked} onClick={() => start('csv')}>
        Save as CSV
      </Button>
      <Button blocked={blocked} onClick={() => start('zip')}>
        Save as zip of folders
      </Button>
      {share !== null && <Progress label="File" share={share} words="collecting the images" left={left} onCancel={cancel} />}
      {problem !== null && (
        <p className={features.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}

function useExport() {
  const session = useSession()
  const { work } = useFeatures()
  const [share, setShare] = useState<number | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const controller = useRef<AbortController | null>(null)
  useEffect(() => () => controller.current?.abort(), [])

  async function start(format: Format) {
    if (work.of === null) return
    controller.current = new AbortController()
    const { signal } = controller.current
    setShare(0)
    setProblem(null)
    try {
      const file = await MAKERS[format](session.images, groupsOf(work.of, work.names), { signal, onProgress: setShare })
      session.saveAs(`${safeName(store.getState().data.opened?.summary.label ?? '', 'images')}-clusters.${format}`, file)
    } catch {
      if (!signal.aborted) setProblem('The file could not be made: the browser ran out of memory. Try the CSV, or fewer images.')
    }
    setShare(null)
  }

  return { share, problem, start, cancel: () => controller.current?.abort() }
}
