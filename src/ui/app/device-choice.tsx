// The full name of the device, why it was chosen, and the choice of another one.
import { useState } from 'react'
import { BACKEND_CHOICES, type BackendChoice } from '../../spec/backends.ts'
import popover from '../shared/popover.module.css'
import { describePace } from '../train/preset-times.ts'
import { runActions } from '../train/run-actions.ts'
import { ActionButton } from './action-button.tsx'
import { describeDeviceFully } from './describe-device.ts'
import classes from './device-name.module.css'
import { useStore } from './store.ts'

const CHOICES: Readonly<Record<BackendChoice, { readonly label: string; readonly hint: string }>> = {
  auto: { label: 'Automatic', hint: 'the best that works here' },
  webgpu: { label: 'WebGPU', hint: 'the graphics card, or software emulating one' },
  wasm: { label: 'WebAssembly', hint: 'the processor, at its fastest' },
  webgl: { label: 'WebGL', hint: 'the graphics card, through an older interface' },
  cpu: { label: 'JavaScript', hint: 'the processor, many times slower' },
}

export function DeviceChoice({ onDone }: { onDone: () => void }) {
  const device = useStore(({ run }) => run.device)
  const wanted = useStore((state) => state.device.wanted)
  const pace = useStore(describePace)
  const [chosen, setChosen] = useState(wanted)
  return (
    <>
      {device && <p className={popover.title}>{describeDeviceFully(device)}</p>}
      {pace && <p>{pace}</p>}
      {device?.notice && <p>{device.notice}</p>}
      <fieldset className={classes.choices}>
        <legend>Train with</legend>
        {BACKEND_CHOICES.map((choice) => (
          <label key={choice} className={classes.choice}>
            <input type="radio" name="backend" checked={choice === chosen} onChange={() => setChosen(choice)} />
            <b>{CHOICES[choice].label}</b>
            <span>{CHOICES[choice].hint}</span>
          </label>
        ))}
      </fieldset>
      <ActionButton action={runActions.chooseBackend} target={chosen} onPress={onDone} />
    </>
  )
}
