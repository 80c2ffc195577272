// Whose features are looked at, and how many images take part.
import { useId } from 'react'
import { FEATURE_NETWORKS, type FeatureNetworkName, type FeatureSource } from '../../../spec/studies.ts'
import { useSession } from '../../session/session-context.ts'
import { useStore } from '../../store/store.ts'
import { partSentence, sourceLabel } from '../../studies/describe.ts'
import classes from './features.module.css'

const NETWORKS = (Object.keys(FEATURE_NETWORKS) as readonly FeatureNetworkName[]).map((name) => ({ kind: 'network', name }) as const)

export function SourceBar({ chooses }: { chooses: boolean }) {
  const id = useId()
  const session = useSession()
  const layers = useStore(({ studies }) => studies.layers)
  const source = useStore(({ studies }) => studies.source)
  const count = useStore(({ data }) => data.opened?.summary.count ?? 0)
  const sources: readonly FeatureSource[] = [...NETWORKS, ...layers.map((layer) => ({ kind: 'discriminator', layer }) as const)]
  const part = partSentence(count)

  function choose(label: string) {
    const chosen = sources.find((one) => sourceLabel(one) === label)
    if (chosen) session.chooseSource(chosen)
  }

  return (
    <div className={classes.source}>
      {chooses && (
        <label className={classes.whose} htmlFor={id}>
          Whose features
          <select
            id={id}
            className={classes.select}
            aria-describedby={`${id}-what`}
            value={sourceLabel(source)}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            {sources.map((one) => (
              <option key={sourceLabel(one)}>{sourceLabel(one)}</option>
            ))}
          </select>
        </label>
      )}
      <p id={`${id}-what`} className={classes.soft}>
        {chooses && `${whatItIs(source, layers.length > 0)} `}
        {part}
      </p>
    </div>
  )
}

function whatItIs(source: FeatureSource, hasRun: boolean): string {
  if (source.kind === 'discriminator') return 'What your own discriminator has learnt, without any label.'
  const known = 'Trained by others on labelled photographs; it ships with the page.'
  return hasRun ? known : `${known} Once you train, the layers of your discriminator stand here too.`
}
