// The Clusters tab: their number, how well they separate, and a card for each.

import { useId, useMemo, useState } from 'react'
import { chooseBlocker, studyBlocker } from '../app/blockers.ts'
import { useSession } from '../app/session-context.ts'
import { store, useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import { ConfirmDialog } from '../shared/confirm-dialog.tsx'
import { useFocusWhenLost } from '../shared/focus.ts'
import { countOf } from '../shared/format.ts'
import input from '../shared/input.module.css'
import text from '../shared/text.module.css'
import { ClusterCard } from './cluster-card.tsx'
import { ClusterExport } from './cluster-export.tsx'
import classes from './clusters.module.css'
import features from './features.module.css'
import { useFeatures } from './features-state.ts'
import { groupsOf } from './grouping.ts'
import { Silhouettes } from './silhouettes.tsx'
import { EmptyStudy, Outdated, StudyProblem } from './study-status.tsx'

const SUGGEST = 'suggest'
/** More clusters than this give no overview. */
const MAX_CLUSTERS = 30
const COUNTS = Array.from({ length: MAX_CLUSTERS - 1 }, (_, i) => i + 2)

export function ClustersTab() {
  const session = useSession()
  const studied = useStore(({ studies }) => studies.results.clusters)
  const { work, options } = useFeatures()
  const [asking, setAsking] = useState(false)
  const named = [...work.names.values()].filter((name) => name.trim() !== '').length
  const ask = () => session.study({ kind: 'clusters', source: store.getState().studies.source, k: options.k })
  const askAgain = () => (named > 0 ? setAsking(true) : ask())
  return (
    <>
      <StudyProblem kind="clusters" />
      {studied && <Outdated studied={studied} onRefresh={askAgain} />}
      {!studied && (
        <EmptyStudy kind="clusters" title="Which images belong together?" action="Find the clusters" onAsk={ask} choice={<ClusterCount />}>
          The images are sorted into groups by their features, without any label. Name a cluster, leave one out of training, or save all of
          them as folders, which can be opened here again as labels.
        </EmptyStudy>
      )}
      {studied && (
        <div className={classes.bar}>
          <ClusterCount />
          <Again onAsk={askAgain} />
          <ClusterExport />
        </div>
      )}
      {studied && <Groups />}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Find the clusters again?"
        keep="Keep these"
        go="Find them again"
        onGo={ask}
      >
        New clusters replace these, and {countOf(named, 'name')} that you gave {named === 1 ? 'is' : 'are'} lost. Save them as CSV or zip
        first if you want to keep them.
      </ConfirmDialog>
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

function Again({ onAsk }: { onAsk: () => void }) {
  const blocked = useStore((state) => studyBlocker(state, 'clusters'))
  return (
    <Button blocked={blocked} onClick={onAsk}>
      Find them again
    </Button>
  )
}

function Groups() {
  const clusters = useStore(({ studies }) => studies.results.clusters?.result)
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
