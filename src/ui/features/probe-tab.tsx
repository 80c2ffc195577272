// The Linear probe tab: how well a linear classifier predicts labels from the features, layer by layer.

import type { FeatureAnalysis, Probe } from '../../spec/feature-analyses.ts'
import { studyBlocker } from '../app/blockers.ts'
import { useSession } from '../app/session-context.ts'
import { useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import { countOf } from '../shared/format.ts'
import { Segmented } from '../shared/segmented.tsx'
import text from '../shared/text.module.css'
import { runExists } from '../train/run-slice.ts'
import features from './features.module.css'
import { type FeaturesState, useFeatures } from './features-state.ts'
import { LabelImages } from './label-images.tsx'
import { labelledImages, labelsBlocker } from './labels.ts'
import classes from './probe.module.css'
import { ProbeChart } from './probe-chart.tsx'
import { ProbeResult } from './probe-result.tsx'
import type { Studied } from './studies-slice.ts'
import { Outdated, StudyProblem, StudyWait } from './study-status.tsx'

type LabelSource = FeaturesState['options']['labels']
type ProbeStudy = Extract<FeatureAnalysis, { kind: 'probe' }>

const LABEL_SOURCES: readonly { readonly value: LabelSource; readonly label: string }[] = [
  { value: 'folders', label: 'Names of sub-folders' },
  { value: 'own', label: 'Labels of my own' },
]

export function ProbeTab() {
  const session = useSession()
  const { labels, options, setOptions } = useFeatures()
  const folders = useStore(({ data }) => data.opened?.summary.labels ?? null)
  const studied = useStore(({ studies }) => studies.results.probe)
  const setLabelSource = (chosen: LabelSource) => setOptions({ labels: chosen })
  const labelSource = folders === null ? 'own' : options.labels
  const study: ProbeStudy = { kind: 'probe', labelled: labelSource === 'own' ? labelledImages(labels) : null }
  const missing = labelSource === 'own' ? labelsBlocker(labels) : null
  const ask = () => session.study(study)
  return (
    <div className={`${features.split} ${classes.split}`} data-split={labelSource === 'own'}>
      {labelSource === 'own' && (
        <LabelImages>{folders !== null && <Choice labelSource={labelSource} onChange={setLabelSource} />}</LabelImages>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className={classes.measured} tabIndex={0} aria-label="Linear probe" data-testid="probe">
        {labelSource === 'folders' && <Choice labelSource={labelSource} onChange={setLabelSource} />}
        <Explanation />
        <StudyProblem kind="probe" />
        <Measure missing={missing} again={studied !== undefined} onAsk={ask} />
        {studied && <OtherLabels studied={studied} wanted={study} />}
        {studied && <Outdated studied={studied} onRefresh={null} />}
        {studied && <ProbeResult probe={studied.result} step={studied.step} />}
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
  /** What is missing in the labels, as a sentence. */
  readonly missing: string | null
  readonly again: boolean
  readonly onAsk: () => void
}

function Measure({ missing, again, onAsk }: MeasureProps) {
  const hasRun = useStore(({ run }) => runExists(run.state))
  const inTheWay = useStore((state) => studyBlocker(state, 'probe'))
  const going = useStore(({ studies }) => studies.underWay?.study.kind === 'probe')
  const blocked = inTheWay ?? missing
  return (
    <div className={classes.measure}>
      <Button kind="primary" blocked={blocked ?? (going ? 'It is being measured.' : null)} onClick={onAsk}>
        {again ? 'Measure again' : 'Measure'}
      </Button>
      <p className={text.soft}>
        {blocked ?? (hasRun ? '' : 'Without a run there is no discriminator yet: only MobileNetV2 and the raw pixels are measured.')}
      </p>
      {blocked === null && <StudyWait kind="probe" />}
    </div>
  )
}

function OtherLabels({ studied: { study }, wanted }: { studied: Studied<Probe>; wanted: ProbeStudy }) {
  const same = study.kind === 'probe' && JSON.stringify(study.labelled) === JSON.stringify(wanted.labelled)
  if (same || study.kind !== 'probe') return null
  const what = study.labelled === null ? 'the names of sub-folders' : `${countOf(study.labelled.images.length, 'label')} as they were`
  return <p className={features.outdated}>These figures were measured with {what}.</p>
}
