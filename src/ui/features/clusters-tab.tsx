// The Clusters tab: their number, how well they separate, and a card for each.
import { useMemo } from 'react'
import { ActionButton } from '../app/action-button.tsx'
import { chooseBlocker } from '../app/blockers.ts'
import { useStore } from '../app/store.ts'
import bar from '../shared/bar.module.css'
import cards from '../shared/cards.module.css'
import { useFocusWhenLost } from '../shared/focus.ts'
import { countOf } from '../shared/format.ts'
import text from '../shared/text.module.css'
import { Term } from '../terms/term.tsx'
import { analysisActions } from './actions.ts'
import { AnalysisProblem, EmptyAnalysis, Outdated } from './analysis-status.tsx'
import { ClusterCard } from './cluster-card.tsx'
import { ClusterCount } from './cluster-count.tsx'
import { ClusterExport } from './cluster-export.tsx'
import classes from './clusters.module.css'
import { useFeatures } from './features-state.ts'
import { groupsOf } from './grouping.ts'
import { Silhouettes } from './silhouettes.tsx'

export function ClustersTab() {
  const analysed = useStore(({ analyses }) => analyses.results.clusters)
  const { work, options, setOptions } = useFeatures()
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
          choice={<ClusterCount k={options.k} onChange={(k) => setOptions({ k })} />}
        >
          The images are <Term name="k-means">sorted into groups</Term> by their features, without any label. Name a cluster, leave one out
          of training, or save all of them as folders, which can be opened here again as labels.
        </EmptyAnalysis>
      )}
      {analysed && (
        <div className={bar.bar}>
          <ClusterCount k={options.k} onChange={(k) => setOptions({ k })} />
          <ActionButton action={analysisActions.findClusters} target={target} />
          <ClusterExport />
        </div>
      )}
      {analysed && <Groups />}
    </>
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
      <ul className={cards.cards}>
        {groups.map((group) => (
          <ClusterCard key={group.cluster} group={group} typical={clusters.typical[group.cluster] ?? []} />
        ))}
      </ul>
    </section>
  )
}
