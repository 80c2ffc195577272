// Directions in which the pictures change: a slider each, in standard deviations of what the generator draws.
import { useEffect, useId, useMemo, useState, useSyncExternalStore } from 'react'
import { DIRECTION_SETS, type DirectionSet, LAYER_ZONES, type LayerZone } from '../../../spec/picture-code.ts'
import { counted } from '../../../spec/words.ts'
import { useDrawings } from '../../app/page-context.ts'
import { useStore } from '../../app/store.ts'
import type { GeneratorChoice } from '../../drawing/generator-slots.ts'
import { Button } from '../../shared/button.tsx'
import input from '../../shared/input.module.css'
import { Segmented } from '../../shared/segmented.tsx'
import text from '../../shared/text.module.css'
import { useDrawnPicture } from '../picture/drawn-picture.tsx'
import { edit } from '../state/history.ts'
import type { DirectionSetting } from '../state/studio-state.ts'
import { useStudio } from '../state/studio-store.ts'
import { DirectionRow } from './direction-row.tsx'
import { DirectionSearch } from './direction-search.tsx'
import { settingsElsewhere, sigmasAt } from './direction-settings.ts'
import classes from './directions-panel.module.css'

const SETS: Readonly<Record<DirectionSet, { readonly label: string; readonly help: string }>> = {
  pc: {
    label: 'What varies most',
    help: 'Principal components: the ways in which what the first layer makes varies most between pictures. Each bar says how much of it.',
  },
  cf: { label: 'What weighs most', help: 'Closed-form factors: the ways to which the weights of the first layer react most strongly.' },
}

const ZONES: Readonly<Record<LayerZone, string>> = { early: 'Early: shapes', middle: 'Middle: parts', late: 'Late: colours and texture' }

const ALL = 'all'

export function DirectionsPanel() {
  const [set, setSet] = useState<DirectionSet>('pc')
  const [wantedZone, setZone] = useState<LayerZone | null>(null)
  const { with: drawnWith } = useDrawnPicture()
  const { found, find, cancel } = useDirections(drawnWith.generator)
  const zone = found?.zoned ? wantedZone : null
  const settings = useStudio((state) => state.directions)
  const elsewhere = settingsElsewhere(settings, set, zone).length
  return (
    <section className={classes.panel} aria-label="Directions" data-testid="directions">
      <div className={classes.head}>
        <h3 className={classes.title}>Directions</h3>
        <Button
          kind="quiet"
          small
          blocked={settings.length === 0 ? 'The picture goes along none.' : null}
          onClick={() => edit({ directions: [] })}
        >
          Reset all
        </Button>
      </div>
      <Segmented
        label="How they are found"
        options={DIRECTION_SETS.map((value) => ({ value, label: SETS[value].label }))}
        value={set}
        onChange={setSet}
      />
      <p className={text.pretty}>{SETS[set].help}</p>
      <ZoneChoice zone={zone} blocked={!found?.zoned} onChange={setZone} />
      <DirectionSearch found={found} onFind={find} onCancel={cancel} />
      {elsewhere > 0 && (
        <p className={text.pretty}>
          The picture also goes along {counted(elsewhere, 'directions')} that {elsewhere === 1 ? 'is' : 'are'} not below: in other layers,
          or found in the other way. “Reset all” takes {elsewhere === 1 ? 'it' : 'them'} back too.
        </p>
      )}
      {found?.directions && <Found {...{ set, zone, settings }} shares={found.directions[set].map(({ share }) => share)} />}
    </section>
  )
}

/** Shown at first: more would push everything that is below them out of sight. */
const FEW = 4

interface FoundProps extends Pick<DirectionSetting, 'set' | 'zone'> {
  readonly settings: readonly DirectionSetting[]
  /** Of each direction, 0 to 1. */
  readonly shares: readonly number[]
}

/** The first of them, and those that the picture goes along; all on request. */
function Found({ set, zone, settings, shares }: FoundProps) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const isShown = (index: number) => open || index < FEW || sigmasAt(settings, { set, index, zone }) !== 0
  return (
    <>
      <ul id={id} className={classes.list}>
        {shares.map((share, index) => isShown(index) && <DirectionRow key={`${set}${index}`} place={{ set, index, zone }} share={share} />)}
      </ul>
      {shares.length > FEW && (
        <Button kind="text" small unfolds={{ open, id }} onClick={() => setOpen(!open)}>
          {open ? 'Fewer directions' : 'More directions'}
        </Button>
      )}
    </>
  )
}

/** Of the generator that draws: found while the panel is there, and again for each state of a run that goes on. `found`: null before the search has begun. */
function useDirections(choice: GeneratorChoice) {
  const drawings = useDrawings()
  const key = useStore(({ run }) => JSON.stringify({ choice, run: run.number })) // of another run it is another generator
  const same = useMemo((): GeneratorChoice => JSON.parse(key).choice, [key])
  useEffect(() => drawings.findDirections(same), [drawings, same])
  const found = useSyncExternalStore(drawings.subscribeToDirections, () => drawings.directions(same))
  return { found, find: () => drawings.findDirections(same), cancel: () => drawings.cancelDirections(same) }
}

interface ZoneChoiceProps {
  readonly zone: LayerZone | null
  /** It is not known yet what each layer does. */
  readonly blocked: boolean
  readonly onChange: (zone: LayerZone | null) => void
}

function ZoneChoice({ zone, blocked, onChange }: ZoneChoiceProps) {
  return (
    <label className={classes.zone}>
      Layers
      <select
        className={input.select}
        value={zone ?? ALL}
        onChange={({ currentTarget: { value } }) => onChange(LAYER_ZONES.find((each) => each === value) ?? null)}
      >
        <option value={ALL}>All</option>
        {LAYER_ZONES.map((each) => (
          <option key={each} value={each} disabled={blocked}>
            {ZONES[each]}
          </option>
        ))}
      </select>
    </label>
  )
}
