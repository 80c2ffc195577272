// Labelling by clusters: similar images in groups, each shown by its most typical ones and named by one click, split, or merged.
import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { analysisActions } from '../features/actions.ts'
import { AnalysisProblem, EmptyAnalysis, Outdated } from '../features/analysis-status.tsx'
import { partSentence } from '../features/describe-analyses.ts'
import { SourceChoice } from '../features/source-bar.tsx'
import { useFocusWhenLost } from '../shared/focus.ts'
import text from '../shared/text.module.css'
import { GroupCard } from './group-card.tsx'
import classes from './labels.module.css'
import { useGroups } from './use-labelling.ts'

/** A number is suggested; the names given to clusters are labels, which stay. */
const SUGGESTED = { k: null, named: 0 }

export function ClustersTab() {
  const analysed = useStore(({ analyses }) => analyses.results.clusters)
  const find = <ActionButton action={analysisActions.findClusters} target={SUGGESTED} kind={analysed ? 'plain' : 'primary'} />
  return (
    <>
      <AnalysisProblem kind="clusters" />
      <AnalysisProblem kind="split" />
      {analysed ? (
        <>
          <Outdated
            analysed={analysed}
            refresh={<ActionButton action={analysisActions.findClusters} target={SUGGESTED} label="Refresh" small />}
          />
          <div className={classes.bar}>
            <SourceChoice />
            {find}
          </div>
          <Cards />
        </>
      ) : (
        <EmptyAnalysis kind="clusters" title="Which images belong together?" button={find} choice={<SourceChoice />}>
          The images are sorted into groups of similar ones. Then one click names a whole group: that is the fastest way to begin. The few
          that are in the wrong group are found afterwards, under “One by one”.
        </EmptyAnalysis>
      )}
    </>
  )
}

function Cards() {
  const groups = useGroups()
  const count = useStore(({ data }) => data.opened?.summary.count ?? 0)
  const section = useFocusWhenLost<HTMLElement>()
  if (groups === null) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section ref={section} className={classes.scroll} tabIndex={0} aria-label="Clusters to name" data-testid="label-clusters">
      <p className={text.soft}>
        Name each group by a click, or by its digit while the focus is on it. Two groups of one kind get the same name.{' '}
        {partSentence(count)}
      </p>
      <ul className={classes.cards}>
        {groups.list.map((group, place) => (
          <GroupCard key={group.id} group={group} place={place} groups={groups} />
        ))}
      </ul>
    </section>
  )
}
