// No way out: under the page's policy nothing reaches another address, from the page or from any Worker, on our server and on a host without headers.
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, type Page, test, type Worker } from '@playwright/test'
import sharp from 'sharp'
import { button, TINY } from './page.ts'
import { listen, startStaticHost } from './static-host.ts'

/** An address that would answer anybody, and what it was asked. */
async function startElsewhere(): Promise<{ readonly address: string; readonly asked: string[]; end(): void }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' }).end()
  })
  return { ...(await listen(server)), asked }
}

/** Runs in the page or in a Worker: tries every way out that it has. */
function tryAllWays(address: string): void {
  const blocked = new Set<string>()
  Object.assign(globalThis, { blocked })
  addEventListener('securitypolicyviolation', ({ blockedURI }) => {
    blocked.add(blockedURI.replace(/^\w+:\/\/[^/]+/, '').replace('?', '') || 'a frame') // of a frame the address alone is told
  })
  const quietly = (attempt: () => unknown) =>
    void Promise.resolve()
      .then(attempt)
      .catch(() => {})
  quietly(() => fetch(`${address}/fetch`, { mode: 'no-cors' }))
  quietly(() => import(`${address}/module`))
  quietly(() => new EventSource(`${address}/events`))
  quietly(() => new WebSocket(`${address.replace('http', 'ws')}/socket`))
  quietly(() => {
    const request = new XMLHttpRequest()
    request.open('GET', `${address}/request`)
    request.send()
  })
  if (!('document' in globalThis)) return
  navigator.sendBeacon(`${address}/beacon`)
  for (const [tag, attribute, path] of [
    ['img', 'src', 'picture'],
    ['script', 'src', 'script'],
    ['link', 'href', 'style'],
    ['iframe', 'src', 'frame'],
    ['video', 'src', 'film'],
  ] as const) {
    const element = Object.assign(document.createElement(tag), { rel: 'stylesheet' })
    element.setAttribute(attribute, `${address}/${path}`)
    document.body.append(element)
  }
  document.body.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.injected = true' }))
  const form = document.createElement('form')
  form.action = `${address}/form`
  document.body.append(form)
  form.submit()
}

const FROM_WORKERS = ['/events', '/fetch', '/module', '/request', '/socket']
const FROM_THE_PAGE = [...FROM_WORKERS, '/beacon', '/film', '/form', '/picture', '/script', '/style', 'a frame', 'inline'].sort()

async function expectLocked(realm: Pick<Worker, 'evaluate'>, address: string, ways: readonly string[]): Promise<void> {
  await realm.evaluate(tryAllWays, address)
  await expect.poll(() => realm.evaluate(() => [...(globalThis as unknown as { blocked: Set<string> }).blocked].sort())).toEqual(ways)
}

const THREAD = 'wasm-thread'

/** Workers that end with their work could not be asked: here they live on. */
async function watchWorkers(page: Page): Promise<Map<string, Worker>> {
  const found = new Map<string, Worker>()
  await page.addInitScript(() => {
    Worker.prototype.terminate = () => {}
  })
  page.on('worker', async (worker) => {
    const asked = worker.evaluate(() => self.name)
    const name = await asked.catch(() => THREAD) // it sleeps until there is something to compute, and answers nobody
    if (name !== THREAD) found.set(name, worker)
  })
  return found
}

async function pictures(root: string): Promise<void> {
  for (const folder of ['a', 'b']) {
    mkdirSync(join(root, folder), { recursive: true })
    for (let i = 0; i < 8; i++) {
      const pixels = Uint8Array.from({ length: 16 * 16 * 3 }, (_, k) => (k * (i + 2) * (folder === 'a' ? 7 : 11)) % 251)
      await sharp(pixels, { raw: { width: 16, height: 16, channels: 3 } })
        .png()
        .toFile(join(root, folder, `${i}.png`))
    }
  }
  writeFileSync(join(root, 'a/drawing.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h5v7"/></svg>')
}

async function everythingIsLocked(page: Page, address: string, folder: string): Promise<void> {
  const elsewhere = await startElsewhere()
  const workers = await watchWorkers(page)
  await page.goto(`${address}#${TINY}`)
  await pictures(folder)
  await page.getByTestId('folder-input').setInputFiles(folder)
  await expect(page.getByTestId('dataset')).toContainText('All 17 files became images')
  await button(page, 'Explore by features').click()
  const dialog = page.getByTestId('features')
  await dialog.getByRole('tab', { name: 'Clusters' }).click()
  await dialog.getByRole('button', { name: /^Find/ }).click()
  await expect(dialog.getByTestId('cluster').first()).toBeVisible()

  await fetch(`${elsewhere.address}/from-here`)
  await expect.poll(() => [...workers.keys()].sort()).toEqual(['analysis', 'import', 'svg', 'trainer'])
  for (const worker of workers.values()) await expectLocked(worker, elsewhere.address, FROM_WORKERS)
  await expectLocked(page, elsewhere.address, FROM_THE_PAGE)
  expect(await page.evaluate(() => 'injected' in globalThis)).toBe(false)
  expect(elsewhere.asked).toEqual(['/from-here'])
  elsewhere.end()
}

test('on the server of `npm start` no way leads out of the page or a Worker', async ({ page, baseURL }, info) => {
  await everythingIsLocked(page, baseURL ?? '', info.outputPath('pictures'))
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
})

test('on a host that sends no headers neither', async ({ page }, info) => {
  const host = await startStaticHost()
  await everythingIsLocked(page, `${host.address}/`, info.outputPath('pictures'))
  host.end()
})

test('every answer of the server carries the policy', async ({ request }) => {
  const { headers: forPage } = await request.get('./').then((response) => ({ headers: response.headers() }))
  const script = /src="\.\/([^"]+)"/.exec(await (await request.get('./')).text())?.[1]
  for (const path of [script ?? '', 'datasets/atlases.json', 'no/such/file'])
    for (const name of ['content-security-policy', 'cross-origin-opener-policy', 'cross-origin-embedder-policy', 'x-content-type-options'])
      expect((await request.get(`./${path}`)).headers()[name], `${name} of ${path}`).toBe(forPage[name])
  expect(forPage['content-security-policy']).toContain("connect-src 'self'")
  expect(forPage['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(forPage['content-security-policy']).not.toMatch(/unsafe-inline|'unsafe-eval'|\*|https?:/)
})
