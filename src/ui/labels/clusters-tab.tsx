// Labelling by clusters: similar images in groups, each shown by its most typical ones and named by one click, split, or merged.
import { ActionButton } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { analysisActions } from '../features/actions.ts'
import { AnalysisProblem, EmptyAnalysis, Outdated } from '../features/analysis-status.tsx'
import { ClusterCount } from '../features/cluster-count.tsx'
import { partSentence } from '../features/describe-analyses.ts'
import { SourceChoice } from '../features/source-bar.tsx'
import bar from '../shared/bar.module.css'
import cards from '../shared/cards.module.css'
import { useFocusWhenLost } from '../shared/focus.ts'
import { Segmented } from '../shared/segmented.tsx'
import text from '../shared/text.module.css'
import { Term } from '../terms/term.tsx'
import { GroupCard } from './group-card.tsx'
import parts from './parts.module.css'
import { useGroups } from './use-labelling.ts'

export function ClustersTab() {
  const analysed = useStore(({ analyses }) => analyses.results.clusters)
  const actions = useActions()
  const k = useStore(({ labels }) => labels.clusters)
  const target = { k, named: 0 } // names that were given are labels, which stay
  const choices = (
    <div className={bar.bar}>
      <ClusterCount k={k} onChange={actions.chooseClusters} />
      <SourceChoice />
    </div>
  )
  const find = <ActionButton action={analysisActions.findClusters} target={target} kind={analysed ? 'plain' : 'primary'} />
  return (
    <>
      <AnalysisProblem kind="clusters" />
      <AnalysisProblem kind="split" />
      {analysed ? (
        <>
          <Outdated
            analysed={analysed}
            refresh={<ActionButton action={analysisActions.findClusters} target={target} label="Refresh" small />}
          />
          <div className={bar.bar}>
            {choices}
            {find}
          </div>
          <Cards />
        </>
      ) : (
        <EmptyAnalysis kind="clusters" title="Which images belong together?" button={find} choice={choices}>
          The images are <Term name="k-means">sorted into groups</Term> of similar ones. Then one click names what you see of a group, and a
          classifier suggests the rest: that is the fastest way to begin.
        </EmptyAnalysis>
      )}
    </>
  )
}

const SCOPES = [
  { value: 'shown', label: 'Label those shown' },
  { value: 'whole', label: 'Label whole clusters' },
] as const
const FOUND_LATER = 'Images that are not of its kind are found afterwards, under “One by one”.'

function Cards() {
  const actions = useActions()
  const whole = useStore(({ labels }) => labels.whole)
  const groups = useGroups()
  const count = useStore(({ data }) => data.opened?.summary.count ?? 0)
  const section = useFocusWhenLost<HTMLElement>()
  if (groups === null) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section ref={section} className={parts.scroll} tabIndex={0} aria-label="Clusters to name" data-testid="label-clusters">
      <div className={bar.bar}>
        <Segmented
          label="What a name is given to"
          options={SCOPES}
          value={whole ? 'whole' : 'shown'}
          onChange={(scope) => actions.chooseWhole(scope === 'whole')}
        />
        <p className={text.soft}>
          Name each cluster by a click, or by its digit while the focus is on it; two clusters of one kind get the same name.{' '}
          {whole ? FOUND_LATER : 'The others of the cluster are suggested by what you see here.'} {partSentence(count)}
        </p>
      </div>
      <ul className={cards.cards}>
        {groups.list.map((group, place) => (
          <GroupCard key={group.id} group={group} place={place} groups={groups} />
        ))}
      </ul>
    </section>
  )
}
