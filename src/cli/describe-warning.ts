// A warning of the doctor as a line for a terminal, with the options that do what its button does on the page.
import type { SetWarning } from '../spec/files.ts'

export function describeWarning({ title, evidence, remedy }: SetWarning): string {
  const settings = Object.entries(remedy?.changes ?? {}).map(([name, value]) => `--set ${name}=${value}`)
  const advice = remedy && settings.length > 0 ? ` ${remedy.label}: ${settings.join(' ')}` : ''
  return `${title}. ${evidence}${advice}`
}
