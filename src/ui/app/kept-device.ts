// The device that a person wants, as the page's address has it or as it was chosen last, and the one of which no more need be said.
import { BACKEND_CHOICES, type BackendChoice, describeDevice, isBackendChoice } from '../../spec/backends.ts'
import type { DeviceInfo } from '../../spec/report.ts'
import { keepChoice, readChoice } from '../shared/stored-choice.ts'

const KEY = 'quarterturn-backend'
const PARAMETER = 'backend'
const KNOWN_KEY = 'quarterturn-known-device'

export function readBackend(): BackendChoice {
  const linked = new URLSearchParams(location.search).get(PARAMETER)
  return isBackendChoice(linked) ? linked : readChoice(KEY, BACKEND_CHOICES, 'auto')
}

/** What was chosen on the page counts from now on, whatever the address said. */
export function keepBackend(choice: BackendChoice): void {
  keepChoice(KEY, choice)
  const url = new URL(location.href)
  url.searchParams.delete(PARAMETER)
  if (url.href !== location.href) history.replaceState(null, '', url)
}

/** The person has dismissed what there is to say of this device. */
export function keepKnown(device: DeviceInfo): void {
  keepChoice(KNOWN_KEY, describeDevice(device))
}

export function isKnown(device: DeviceInfo): boolean {
  const name = describeDevice(device)
  return readChoice(KNOWN_KEY, [name], '') === name
}
