// Saves the clusters: as a table of paths, or as a zip with a folder per cluster.

import { useEffect, useRef, useState } from 'react'
import { ActionButton } from '../app/action-button.tsx'
import { useActions, useImageCache } from '../app/page-context.ts'
import { store } from '../app/store.ts'
import bar from '../shared/bar.module.css'
import { Button } from '../shared/button.tsx'
import { safeName } from '../shared/file-name.ts'
import { useTimeLeft } from '../shared/hooks.ts'
import { analysisActions } from './actions.ts'
import { Progress } from './analysis-progress.tsx'
import classes from './clusters.module.css'
import { tableOf, zipOf } from './export-groups.ts'
import features from './features.module.css'
import { useFeatures } from './features-state.ts'
import { groupsOf } from './grouping.ts'

type Format = 'csv' | 'zip'

const MAKERS = { csv: tableOf, zip: zipOf } as const

export function ClusterExport() {
  const { share, problem, start, cancel } = useExport()
  const left = useTimeLeft(share ?? 0)
  const target = { isGoing: share !== null, start }
  return (
    <div className={`${bar.bar} ${classes.export}`}>
      <ActionButton action={analysisActions.saveClustersCsv} target={target} />
      <ActionButton action={analysisActions.saveClustersZip} target={target} />
      {share !== null && (
        <Progress
          label="File"
          share={share}
          words="collecting the images"
          left={left}
          cancel={
            <Button small onClick={cancel}>
              Cancel
            </Button>
          }
        />
      )}
      {problem !== null && (
        <p className={features.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}

function useExport() {
  const actions = useActions()
  const images = useImageCache()
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
      const file = await MAKERS[format](images, groupsOf(work.of, work.names), { signal, onProgress: setShare })
      actions.saveAs(`${safeName(store.getState().data.opened?.summary.label ?? '', 'images')}-clusters.${format}`, file)
    } catch {
      if (!signal.aborted) setProblem('The file could not be made: the browser ran out of memory. Try the CSV, or fewer images.')
    }
    setShare(null)
  }

  return { share, problem, start, cancel: () => controller.current?.abort() }
}
