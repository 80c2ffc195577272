import { expect, test } from 'vitest'
import { browserName } from './browser-name.ts'

const brands = [
  { brand: 'Not)A;Brand', version: '8' },
  { brand: 'Chromium', version: '156' },
]
/** A browser lists its own brand last, after the engine's; a made-up brand may be anywhere in the list. */
const chrome = [
  { brand: 'Chromium', version: '156' },
  { brand: 'Google Chrome', version: '157' },
  { brand: 'Not_A Brand', version: '24' },
]
const SAFARI = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15'

test.each([
  ['Chromium 156, Linux', { userAgent: 'of no use', userAgentData: { platform: 'Linux', brands } }],
  ['Google Chrome 157, Windows', { userAgent: 'of no use', userAgentData: { platform: 'Windows', brands: chrome } }],
  ['Firefox 153, Linux x86_64', { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0' }],
  ['Firefox 156, Windows NT 10.0', { userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:156.0) Gecko/20100101 Firefox/156.0' }],
  [SAFARI, { userAgent: SAFARI }],
])('a report calls the browser “%s”', (name, facts) => {
  expect(browserName(facts)).toBe(name)
})
