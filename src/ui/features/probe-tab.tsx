// The Linear probe tab: how well a linear classifier predicts labels from the features, layer by layer.

import { useEffect, useMemo } from 'react'
import type { GivenLabels } from '../../spec/classes.ts'
import type { FeatureAnalysis, Probe } from '../../spec/feature-analyses.ts'
import { ActionButton } from '../app/action-button.tsx'
import { analysisBlocker } from '../app/blockers.ts'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { useLeftOut } from '../data/use-images.ts'
import { labelsActions } from '../labels/actions.ts'
import { isSameLabels, probeBlocker } from '../labels/probe-labels.ts'
import { isOwn, labelledImages } from '../labels/session.ts'
import { countOf } from '../shared/format.ts'
import text from '../shared/text.module.css'
import { Term } from '../terms/term.tsx'
import { runExists } from '../train/run-slice.ts'
import { analysisActions } from './actions.ts'
import type { Analysed } from './analyses-slice.ts'
import { AnalysisProblem, AnalysisWait, Outdated } from './analysis-status.tsx'
import features from './features.module.css'
import classes from './probe.module.css'
import { ProbeChart } from './probe-chart.tsx'
import { ProbeResult } from './probe-result.tsx'

type ProbeAnalysis = Extract<FeatureAnalysis, { kind: 'probe' }>

export function ProbeTab() {
  const analysed = useStore(({ analyses }) => analyses.results.probe)
  const { analysis, missing } = useProbe()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={classes.measured} tabIndex={0} aria-label="Linear probe" data-testid="probe">
      <Explanation />
      <AnalysisProblem kind="probe" />
      <Measure analysis={analysis} missing={missing} />
      {analysed && <OtherLabels analysed={analysed} wanted={analysis} />}
      {analysed && <Outdated analysed={analysed} refresh={null} />}
      {analysed && <ProbeResult probe={analysed.result} step={analysed.step} />}
      <ProbeChart />
    </section>
  )
}

/** The probe of the labels of the set. Those that it came with are known to the trainer, which tests on the images that no run sees. */
function useProbe(): { readonly analysis: ProbeAnalysis; readonly missing: string | null } {
  const actions = useActions()
  const id = useStore(({ data }) => data.opened?.id)
  const labels = useStore(({ labels }) => labels.session?.labels ?? null)
  const leftOut = useLeftOut()
  useEffect(() => actions.readLabels(), [actions, id])
  return useMemo(() => {
    const labelled = labels !== null && isOwn(labels) ? namedLabels(labels, leftOut) : null
    return { analysis: { kind: 'probe', labelled }, missing: probeBlocker(labels, leftOut) }
  }, [labels, leftOut])
}

/** The images that have a label, and the names of their classes. */
function namedLabels(labels: GivenLabels, leftOut: ReadonlySet<number>): ProbeAnalysis['labelled'] {
  const { images, classes } = labelledImages(labels, leftOut)
  return { images, classes: classes.map((label) => labels.names[label] ?? '') }
}

function Explanation() {
  return (
    <div className={classes.help}>
      <p>
        A <Term name="probe">linear classifier</Term>, the simplest there is, learns the labels from the features of each layer and is then
        asked about images it did not learn from. Where a layer as trained does clearly better than the same layer untrained and than the
        raw pixels, training has taught it what is in the images. That is how the papers show that{' '}
        <Term name="self-supervision">self-supervision</Term> works.
      </p>
      <p>Here the labels only measure: training reads them only where its settings ask for classes.</p>
    </div>
  )
}

interface MeasureProps {
  readonly analysis: ProbeAnalysis
  /** What is missing in the labels, as a sentence. */
  readonly missing: string | null
}

function Measure({ analysis, missing }: MeasureProps) {
  const hasRun = useStore(({ run }) => runExists(run.state))
  const inTheWay = useStore((state) => analysisBlocker(state, 'probe'))
  const blocked = inTheWay ?? missing
  return (
    <div className={classes.measure}>
      <ActionButton action={analysisActions.measureProbe} target={{ analysis, missing }} kind={missing === null ? 'primary' : 'plain'} />
      <ActionButton action={labelsActions.open} kind={missing === null ? 'plain' : 'primary'} />
      <p className={text.soft}>
        {blocked ?? (hasRun ? '' : 'Without a run there is no discriminator yet: only MobileNetV2 and the raw pixels are measured.')}
      </p>
      {blocked === null && <AnalysisWait kind="probe" />}
    </div>
  )
}

function OtherLabels({ analysed: { analysis }, wanted }: { analysed: Analysed<Probe>; wanted: ProbeAnalysis }) {
  if (analysis.kind !== 'probe' || isSameLabels(analysis.labelled, wanted.labelled)) return null
  const what =
    analysis.labelled === null
      ? 'the labels that came with the images'
      : `${countOf(analysis.labelled.images.length, 'label')} as they were`
  return <p className={features.outdated}>These figures were measured with {what}.</p>
}
