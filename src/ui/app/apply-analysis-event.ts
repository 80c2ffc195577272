// The part of the reducer that is about analyses of features: their progress and result, and what the comparison of runs and the labels keep of it.
import type { TrainerEvent } from '../../protocol.ts'
import { type AnalysesSlice, withResult } from '../features/analyses-slice.ts'
import { withSplit } from '../labels/labels-slice.ts'
import { withProbe } from '../runs/runs-slice.ts'
import type { State } from './store.ts'

type AnalysisEvent = Extract<TrainerEvent, { type: 'analysis-progress' | 'analysis' | 'analysis-failed' | 'layers' }>

export function applyAnalysisEvent(state: State, event: AnalysisEvent): State {
  return { ...state, analyses: withAnalysis(state.analyses, event), runs: withProbeOf(state, event), labels: withSplitOf(state, event) }
}

function withAnalysis(analyses: AnalysesSlice, event: AnalysisEvent): AnalysesSlice {
  if (event.type === 'layers') return { ...analyses, layers: event.layers }
  const { underWay } = analyses
  if (!underWay) return analyses
  switch (event.type) {
    case 'analysis-progress':
      return { ...analyses, underWay: { ...underWay, share: event.share, words: event.words, left: event.left } }
    case 'analysis':
      return withResult(analyses, underWay.analysis, event)
    case 'analysis-failed':
      return {
        ...analyses,
        underWay: null,
        problem: event.sentence === null ? null : { kind: underWay.analysis.kind, sentence: event.sentence },
      }
    default:
      return event satisfies never
  }
}

/** A probe of the current run is kept for the comparison. */
function withProbeOf({ runs, keep }: State, event: AnalysisEvent): State['runs'] {
  if (event.type !== 'analysis' || event.result.kind !== 'probe' || event.step === null || keep.id === null) return runs
  return withProbe(runs, keep.id, event.step, event.result)
}

function withSplitOf({ labels, analyses }: State, event: AnalysisEvent): State['labels'] {
  const asked = analyses.underWay?.analysis
  if (event.type !== 'analysis' || event.result.kind !== 'split' || asked?.kind !== 'split') return labels
  return withSplit(labels, asked, event.result, analyses.results.clusters?.result)
}
