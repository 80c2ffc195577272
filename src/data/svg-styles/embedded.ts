// A drawing inside of a drawing, as the address of an <image>: its text out of the address, and back into one.
import { textOfSvg } from '../formats/svg-text.ts'

// What is needed of the platform and that the language itself does not have.
declare const atob: (base64: string) => string

const ADDRESS = /^\s*data:image\/svg\+xml((?:;[\w=-]{1,40})*),/i

/** null where the address is of something else, or broken. */
export function embeddedSvg(address: string): string | null {
  const [head, parameters = ''] = ADDRESS.exec(address) ?? []
  if (head === undefined) return null
  const body = address.slice(head.length)
  try {
    return /;base64$/i.test(parameters)
      ? textOfSvg(Uint8Array.from(atob(body.trim()), (letter) => letter.charCodeAt(0)))
      : decodeURIComponent(body)
  } catch {
    return null
  }
}

export const addressOf = (svg: string) => `data:image/svg+xml,${encodeURIComponent(svg)}`
