// The chosen device, from the page's address or from the last visit, and the device whose notice was dismissed.

import type { DeviceInfo } from '../../spec/backends.ts'
import { BACKEND_CHOICES, type BackendChoice, describeDevice, isBackendChoice } from '../../spec/backends.ts'
import { keepChoice, readChoice } from '../shared/stored-choice.ts'

const KEY = 'quarterturn-backend'
const PARAMETER = 'backend'
const KNOWN_KEY = 'quarterturn-known-device'

export function readBackend(): BackendChoice {
  const linked = new URLSearchParams(location.search).get(PARAMETER)
  return isBackendChoice(linked) ? linked : readChoice(KEY, BACKEND_CHOICES, 'auto')
}

/** A choice on the page overrides the address from now on. */
export function keepBackend(choice: BackendChoice): void {
  keepChoice(KEY, choice)
  const url = new URL(location.href)
  url.searchParams.delete(PARAMETER)
  if (url.href !== location.href) history.replaceState(null, '', url)
}

/** The person dismissed the notice about this device. */
export function keepKnown(device: DeviceInfo): void {
  keepChoice(KNOWN_KEY, describeDevice(device))
}

export function isKnown(device: DeviceInfo): boolean {
  const name = describeDevice(device)
  return readChoice(KNOWN_KEY, [name], '') === name
}
