// The short name of the device; a popover gives the details and the choice of another.
import { useId, useRef, useState } from 'react'
import styles from '../shared/popover.module.css'
import { describeDeviceShortly, isSlow } from './describe-device.ts'
import { DeviceChoice } from './device-choice.tsx'
import classes from './device-name.module.css'
import { useStore } from './store.ts'

export function DeviceName() {
  const device = useStore((state) => state.run.device)
  const lost = useStore((state) => state.run.failure !== null && state.run.device === null)
  const popover = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <div className={classes.device} data-testid="device" data-slow={device !== null && isSlow(device)}>
      <button type="button" className={`${styles.opener} ${classes.short}`} popoverTarget={id} title={device?.name}>
        <span className="visually-hidden">Device: </span>
        {device ? describeDeviceShortly(device) : lost ? 'No device' : 'Looking for a device…'}
      </button>
      <div
        ref={popover}
        id={id}
        popover="auto"
        role="dialog"
        aria-label="Device"
        className={styles.popover}
        onToggle={({ newState }) => setOpen(newState === 'open')}
      >
        {open && <DeviceChoice onDone={() => popover.current?.hidePopover()} />}
      </div>
    </div>
  )
}
