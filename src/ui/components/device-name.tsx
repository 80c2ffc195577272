// What trains, in a few words; all that the browser says of it on demand, since that may be four lines long.
import { useId } from 'react'
import { useStore } from '../store/store.ts'
import { describeDeviceShortly } from '../text/device-name.ts'
import { describeDevice, isSlow } from '../text/format.ts'
import classes from './device-name.module.css'

export function DeviceName() {
  const device = useStore((state) => state.run.device)
  const lost = useStore((state) => state.run.failure !== null && state.run.device === null)
  const id = useId()
  if (device === null) {
    return (
      <p className={classes.device} data-testid="device">
        <span className="visually-hidden">Device: </span>
        {lost ? 'No device' : 'Looking for a device…'}
      </p>
    )
  }
  return (
    <div className={classes.device} data-testid="device" data-slow={isSlow(device)}>
      <button type="button" className={classes.short} popoverTarget={id} title={device.name}>
        <span className="visually-hidden">Device: </span>
        {describeDeviceShortly(device)}
      </button>
      <p id={id} popover="auto" className={classes.full}>
        {describeDevice(device)}
      </p>
    </div>
  )
}
