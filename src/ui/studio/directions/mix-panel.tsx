// Two states of the run in one generator: the earlier layers of the one that draws, the later ones of another kept step.
import { useId } from 'react'
import { hasNetworks } from '../../../spec/runs.ts'
import { useStore } from '../../app/store.ts'
import { formatCount } from '../../shared/format.ts'
import input from '../../shared/input.module.css'
import { Segmented } from '../../shared/segmented.tsx'
import text from '../../shared/text.module.css'
import { edit } from '../state/history.ts'
import type { StudioState } from '../state/studio-state.ts'
import { useStudio } from '../state/studio-store.ts'
import classes from './directions-panel.module.css'

type Mix = NonNullable<StudioState['mix']>

const FROM: readonly { readonly value: Mix['from']; readonly label: string }[] = [
  { value: 'middle', label: 'Middle layers on' },
  { value: 'late', label: 'Late layers only' },
]

/** Values of the select. File names of snapshots are neither. */
const NONE = ''
const NOW = 'now'

export function MixPanel() {
  const id = useId()
  const snapshots = useStore(({ timeline }) => timeline.snapshots)
  const mix = useStudio((state) => state.mix)
  const source = useStudio((state) => state.snapshot)
  const kept = snapshots.filter(hasNetworks).reverse()
  const others = kept.filter(({ file }) => file !== source)
  const isThere = mix !== null && (mix.snapshot === null || kept.some(({ file }) => file === mix.snapshot))
  const choose = (value: string) => {
    const snapshot = value === NOW ? null : value
    edit({ mix: value === NONE ? null : { snapshot, from: mix?.from ?? 'late' } })
  }
  return (
    <section className={classes.mix} aria-labelledby={`${id}-title`} data-testid="mix">
      <h3 className={classes.title} id={`${id}-title`}>
        Mix two moments
      </h3>
      {kept.length === 0 ? (
        <p className={text.pretty}>
          Here you can give the picture the colours and texture of another step. It needs a kept step: a run keeps some as it trains.
        </p>
      ) : (
        <>
          <label className={classes.zone} htmlFor={id}>
            Later layers from
            <select
              id={id}
              className={input.select}
              value={isThere ? (mix.snapshot ?? NOW) : NONE}
              onChange={({ currentTarget: { value } }) => choose(value)}
            >
              <option value={NONE}>The same step</option>
              {source !== null && <option value={NOW}>Now</option>}
              {others.map(({ file, step }) => (
                <option key={file} value={file}>
                  Step {formatCount(step)}
                </option>
              ))}
            </select>
          </label>
          {isThere && (
            <Segmented label="Which layers" options={FROM} value={mix.from} onChange={(from) => edit({ mix: { ...mix, from } })} />
          )}
          <p className={text.pretty}>Early layers lay out shapes, late ones give colours and texture.</p>
        </>
      )}
    </section>
  )
}
