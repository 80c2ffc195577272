// The service worker, on a host that sends no headers and serves the page under a path: everything works with no network, and a new version
// waits until it is wanted.
import { availableParallelism } from 'node:os'
import { expect, type Page, test } from '@playwright/test'
import { writeNextVersion } from './next-version.ts'
import { button, reachStep, TINY } from './page.ts'
import { DIST, startStaticHost } from './static-host.ts'

test.use({ serviceWorkers: 'allow' })

const PATH = '/gan/'

/** The first visit, up to where everything is kept and the page has all threads. */
async function visit(page: Page, address: string): Promise<void> {
  let loads = 0
  page.on('load', () => loads++)
  await page.goto(address)
  if (availableParallelism() === 1) {
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.reload()
  }
  // With more threads to gain the page reloads itself, unless it was touched, for which the browser takes code that a test runs in it.
  await expect.poll(() => loads).toBe(2)
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  await atRest(page)
}

/** The scripts that the service worker keeps. */
function keptScripts(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const caches = await Promise.all((await window.caches.keys()).map((name) => window.caches.open(name)))
    const files = (await Promise.all(caches.map((cache) => cache.keys()))).flat()
    return files.map(({ url }) => url).filter((url) => url.endsWith('.js'))
  })
}

/**
 * What the browser does once a day. It is asked again and again: since the page was opened it may still be fetching the version of then, and a
 * question that comes meanwhile gets the same answer.
 */
async function askUntilOffered(page: Page): Promise<void> {
  const notice = page.getByTestId('notice-update')
  await expect
    .poll(async () => {
      await page.evaluate(async () => (await navigator.serviceWorker.ready).update())
      return notice.isVisible()
    })
    .toBe(true)
}

/** Everything that the page begins with is there. */
async function atRest(page: Page): Promise<void> {
  await expect(page.getByTestId('dataset')).toBeVisible()
  await expect(page.getByTestId('device')).toContainText('WebAssembly')
  await page.waitForLoadState('networkidle', { timeout: 0 })
}

test('after one visit the page trains with no network, on images that were never opened before, and on all threads', async ({
  page,
  context,
}) => {
  const host = await startStaticHost({ folder: DIST, path: PATH })
  const requested = new Set<string>()
  context.on('request', (request) => requested.add(new URL(request.url()).origin))
  await visit(page, `${host.address}${PATH}#${TINY}`)
  const first = await fetch(host.address + PATH)
  expect([first.status, first.headers.get('cross-origin-opener-policy')]).toEqual([200, null])

  host.end()
  await context.setOffline(true)
  await page.goto('about:blank')
  await page.goto(`${host.address}${PATH}?backend=wasm#${TINY}&data=digits`)
  await expect(page.getByTestId('dataset')).toContainText('digits', { ignoreCase: true })
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  await button(page, 'Train').click()
  await reachStep(page, 3)
  expect(await page.evaluate(async () => (await fetch('features/mobilenet-v2.bin')).ok)).toBe(true)
  const { headers } = await page.evaluate(async () => ({ headers: Object.fromEntries((await fetch('favicon.svg')).headers) }))
  expect(headers['content-security-policy']).toContain("connect-src 'self'")
  expect([...requested].filter((origin) => origin !== host.address && origin !== 'null')).toEqual([])
})

test('a new version is offered and forced on nobody: a page that trains goes on with its own files, and the next visit has the new ones', async ({
  page,
  context,
}, info) => {
  const site = { folder: DIST, path: PATH }
  const host = await startStaticHost(site)
  const address = `${host.address}${PATH}#${TINY}`
  const scriptOf = (of: Page) => of.locator('script[type=module]').getAttribute('src')
  await visit(page, address)
  const script = await scriptOf(page)
  await button(page, 'Train').click()
  await reachStep(page, 1)
  await page.evaluate(() => Object.assign(window, { sameDocument: true }))

  site.folder = info.outputPath('next')
  writeNextVersion(DIST, site.folder)
  expect((await fetch(new URL(script ?? '', host.address + PATH))).status).toBe(404)
  await askUntilOffered(page)
  await expect(page.getByTestId('notice-update')).toContainText('A new version of this page is there.')

  const other = await context.newPage()
  await other.goto(address)
  expect(await scriptOf(other)).toBe(script)
  await reachStep(page, 3)
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
  await button(page, 'About Quarterturn').first().click() // its file is gone from the host
  await expect(page.getByRole('dialog', { name: 'About Quarterturn' })).toContainText('Version')

  await page.close()
  await other.close()
  let next = await context.newPage()
  await expect
    .poll(async () => {
      await next.close() // the new version waits until no page is open
      next = await context.newPage()
      await next.goto(address)
      return scriptOf(next)
    })
    .toMatch(/-next\.js$/)
  await expect(next.getByTestId('notice-update')).toBeHidden()
  expect(await keptScripts(next)).toContainEqual(expect.stringContaining('-next'))
  // Old files go when a page is opened that is the only one, and the one before it may count for a moment longer.
  await expect
    .poll(async () => {
      await next.reload()
      return (await keptScripts(next)).every((url) => url.endsWith('-next.js'))
    })
    .toBe(true)
  host.end()
})
