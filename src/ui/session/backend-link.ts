// The device that a person wants: as the page's address has it, or as it was chosen last.
import { BACKEND_CHOICES, type BackendChoice, isBackendChoice } from '../../spec/backends.ts'
import { keepChoice, readChoice } from '../hooks/stored-choice.ts'

const KEY = 'quarterturn-backend'
const PARAMETER = 'backend'

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
