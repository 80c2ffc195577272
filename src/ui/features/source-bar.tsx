// The choice of feature network or layer, and how many images take part.

import { useId } from 'react'
import { FEATURE_NETWORKS, type FeatureNetworkName, type FeatureSource } from '../../spec/feature-analyses.ts'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import input from '../shared/input.module.css'
import text from '../shared/text.module.css'
import { partSentence, sourceLabel } from './describe-analyses.ts'
import classes from './features.module.css'

const NETWORKS = (Object.keys(FEATURE_NETWORKS) as readonly FeatureNetworkName[]).map((name) => ({ kind: 'network', name }) as const)

export function SourceBar({ chooses }: { chooses: boolean }) {
  const id = useId()
  const layers = useStore(({ analyses }) => analyses.layers)
  const source = useStore(({ analyses }) => analyses.source)
  const count = useStore(({ data }) => data.opened?.summary.count ?? 0)
  const part = partSentence(count)
  return (
    <div className={classes.source}>
      {chooses && <SourceChoice describedBy={`${id}-what`} />}
      <p id={`${id}-what`} className={text.soft}>
        {chooses && `${whatItIs(source, layers.length > 0)} `}
        {part}
      </p>
    </div>
  )
}

export function SourceChoice({ describedBy }: { describedBy?: string | undefined }) {
  const actions = useActions()
  const layers = useStore(({ analyses }) => analyses.layers)
  const source = useStore(({ analyses }) => analyses.source)
  const sources: readonly FeatureSource[] = [...NETWORKS, ...layers.map((layer) => ({ kind: 'discriminator', layer }) as const)]

  function choose(label: string) {
    const chosen = sources.find((one) => sourceLabel(one) === label)
    if (chosen) actions.chooseSource(chosen)
  }

  return (
    <label className={classes.field}>
      Features of
      <select
        className={input.select}
        aria-describedby={describedBy}
        value={sourceLabel(source)}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {sources.map((one) => (
          <option key={sourceLabel(one)}>{sourceLabel(one)}</option>
        ))}
      </select>
    </label>
  )
}

function whatItIs(source: FeatureSource, hasRun: boolean): string {
  if (source.kind === 'discriminator') return 'Learnt by your own discriminator, without any label.'
  const known = 'Trained by others on labelled photographs; included with the page.'
  return hasRun ? known : `${known} Once you train, the layers of your discriminator are listed here too.`
}
