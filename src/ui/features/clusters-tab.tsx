// The Clusters tab: their number, how well they separate, and a card for each.
import { useId, useMemo } from 'react'
import { ActionButton } from '../app/action-button.tsx'
import { chooseBlocker } from '../app/blockers.ts'
import { useStore } from '../app/store.ts'
import { useFocusWhenLost } from '../shared/focus.ts'
import { countOf } from '../shared/format.ts'
import input from '../shared/input.module.css'
import text from '../shared/text.module.css'
import { analysisActions } from './actions.ts'
import { AnalysisProblem, EmptyAnalysis, Outdated } from './analysis-status.tsx'
import { ClusterCard } from './cluster-card.tsx'
import { ClusterExport } from './cluster-export.tsx'
import classes from './clusters.module.css'
import features from './features.module.css'
import { useFeatures } from './features-state.ts'
import { groupsOf } from './grouping.ts'
import { Silhouettes } from './silhouettes.tsx'

const SUGGEST = 'suggest'
/** More clusters than this give no overview. */
const MAX_CLUSTERS = 30
const COUNTS = Array.from({ length: MAX_CLUSTERS - 1 }, (_, i) => i + 2)

export function ClustersTab() {
  const analysed = useStore(({ analyses }) => analyses.results.clusters)
  const { work, options } = useFeatures()
  const named = [...work.names.values()].filter((name) => name.trim() !== '').length
  const target = { k: options.k, named }
  return (
    <>
      <AnalysisProblem kind="clusters" />
      {analysed && (
        <Outdated
          analysed={analysed}
          refresh={<ActionButton action={analysisActions.findClusters} target={target} label="Refresh" small />}
        />
      )}
      {!analysed && (
        <EmptyAnalysis
          kind="clusters"
          title="Which images belong together?"
          button={<ActionButton action={analysisActions.findClusters} target={target} kind="primary" />}
          choice={<ClusterCount />}
        >
          The images are sorted into groups by their features, without any label. Name a cluster, leave one out of training, or save all of
          them as folders, which can be opened here again as labels.
        </EmptyAnalysis>
      )}
      {analysed && (
        <div className={classes.bar}>
          <ClusterCount />
          <ActionButton action={analysisActions.findClusters} target={target} />
          <ClusterExport />
        </div>
      )}
      {analysed && <Groups />}
    </>
  )
}

function ClusterCount() {
  const id = useId()
  const { options, setOptions } = useFeatures()
  return (
    <label className={features.field} htmlFor={id}>
      Clusters
      <select
        id={id}
        className={input.select}
        value={options.k ?? SUGGEST}
        onChange={({ currentTarget: { value } }) => setOptions({ k: value === SUGGEST ? null : Number(value) })}
      >
        <option value={SUGGEST}>Suggest a number</option>
        {COUNTS.map((count) => (
          <option key={count} value={count}>
            {count}
          </option>
        ))}
      </select>
    </label>
  )
}

function Groups() {
  const clusters = useStore(({ analyses }) => analyses.results.clusters?.result)
  const blocked = useStore(chooseBlocker)
  const { work } = useFeatures()
  const section = useFocusWhenLost<HTMLElement>()
  const groups = useMemo(() => (clusters ? groupsOf(clusters, work.names) : []), [clusters, work.names])
  if (!clusters) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section ref={section} className={classes.body} tabIndex={0} aria-label="Clusters of similar images" data-testid="clusters">
      <p className={text.soft}>
        {countOf(clusters.images.length, 'image')} in {countOf(clusters.k, 'cluster')}, the largest first.
        {blocked !== null && ` ${blocked}`}
      </p>
      <Silhouettes clusters={clusters} />
      <ul className={classes.cards}>
        {groups.map((group) => (
          <ClusterCard key={group.cluster} group={group} typical={clusters.typical[group.cluster] ?? []} />
        ))}
      </ul>
    </section>
  )
}
