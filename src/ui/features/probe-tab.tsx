// The Linear probe tab: how well a linear classifier predicts labels from the features, layer by layer.

import type { FeatureAnalysis, Probe } from '../../spec/feature-analyses.ts'
import { ActionButton } from '../app/action-button.tsx'
import { analysisBlocker } from '../app/blockers.ts'
import { useStore } from '../app/store.ts'
import { countOf } from '../shared/format.ts'
import { Segmented } from '../shared/segmented.tsx'
import text from '../shared/text.module.css'
import { runExists } from '../train/run-slice.ts'
import { analysisActions } from './actions.ts'
import type { Analysed } from './analyses-slice.ts'
import { AnalysisProblem, AnalysisWait, Outdated } from './analysis-status.tsx'
import features from './features.module.css'
import { type FeaturesState, useFeatures } from './features-state.ts'
import { LabelImages } from './label-images.tsx'
import { labelledImages, labelsBlocker } from './labels.ts'
import classes from './probe.module.css'
import { ProbeChart } from './probe-chart.tsx'
import { ProbeResult } from './probe-result.tsx'

type LabelSource = FeaturesState['options']['labels']
type ProbeAnalysis = Extract<FeatureAnalysis, { kind: 'probe' }>

const LABEL_SOURCES: readonly { readonly value: LabelSource; readonly label: string }[] = [
  { value: 'folders', label: 'Labels of the set' },
  { value: 'own', label: 'Labels of my own' },
]

export function ProbeTab() {
  const { labels, options, setOptions } = useFeatures()
  const folders = useStore(({ data }) => data.opened?.summary.labels ?? null)
  const analysed = useStore(({ analyses }) => analyses.results.probe)
  const setLabelSource = (chosen: LabelSource) => setOptions({ labels: chosen })
  const labelSource = folders === null ? 'own' : options.labels
  const analysis: ProbeAnalysis = { kind: 'probe', labelled: labelSource === 'own' ? labelledImages(labels) : null }
  const missing = labelSource === 'own' ? labelsBlocker(labels) : null
  return (
    <div className={`${features.split} ${classes.split}`} data-split={labelSource === 'own'}>
      {labelSource === 'own' && (
        <LabelImages>{folders !== null && <Choice labelSource={labelSource} onChange={setLabelSource} />}</LabelImages>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className={classes.measured} tabIndex={0} aria-label="Linear probe" data-testid="probe">
        {labelSource === 'folders' && <Choice labelSource={labelSource} onChange={setLabelSource} />}
        <Explanation />
        <AnalysisProblem kind="probe" />
        <Measure analysis={analysis} missing={missing} />
        {analysed && <OtherLabels analysed={analysed} wanted={analysis} />}
        {analysed && <Outdated analysed={analysed} refresh={null} />}
        {analysed && <ProbeResult probe={analysed.result} step={analysed.step} />}
        <ProbeChart />
      </section>
    </div>
  )
}

function Choice({ labelSource, onChange }: { labelSource: LabelSource; onChange: (labelSource: LabelSource) => void }) {
  return <Segmented label="Which labels" options={LABEL_SOURCES} value={labelSource} onChange={onChange} />
}

function Explanation() {
  return (
    <div className={classes.help}>
      <p>
        A linear classifier, the simplest there is, learns the labels from the features of each layer and is then asked about images it did
        not learn from. Where a layer as trained does clearly better than the same layer untrained and than the raw pixels, training has
        taught it what is in the images. That is how the papers show that self-supervision works.
      </p>
      <p>The GAN never sees the labels: they only measure.</p>
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
      <ActionButton action={analysisActions.measureProbe} target={{ analysis, missing }} kind="primary" />
      <p className={text.soft}>
        {blocked ?? (hasRun ? '' : 'Without a run there is no discriminator yet: only MobileNetV2 and the raw pixels are measured.')}
      </p>
      {blocked === null && <AnalysisWait kind="probe" />}
    </div>
  )
}

function OtherLabels({ analysed: { analysis }, wanted }: { analysed: Analysed<Probe>; wanted: ProbeAnalysis }) {
  const same = analysis.kind === 'probe' && JSON.stringify(analysis.labelled) === JSON.stringify(wanted.labelled)
  if (same || analysis.kind !== 'probe') return null
  const what = analysis.labelled === null ? 'the labels of the set' : `${countOf(analysis.labelled.images.length, 'label')} as they were`
  return <p className={features.outdated}>These figures were measured with {what}.</p>
}
