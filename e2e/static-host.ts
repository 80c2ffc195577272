// A server of the built page that sends no headers other than the content type, as many static hosts do.
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const DIST = fileURLToPath(new URL('../dist', import.meta.url))
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
}

export interface StaticHost {
  /** Without the path. */
  readonly address: string
  end(): void
}

export interface Site {
  /** It may be replaced by another version while it is served. */
  folder: string
  /** Where the page is on the host, with a slash at both ends. */
  readonly path: string
}

export async function startStaticHost(site: Site = { folder: DIST, path: '/' }): Promise<StaticHost> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host')
    const name = pathname === site.path ? 'index.html' : pathname.slice(site.path.length)
    const bytes = pathname.startsWith(site.path) ? await readFile(join(site.folder, name)).catch(() => null) : null
    if (!bytes) return response.writeHead(404).end()
    response.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream' }).end(bytes)
  })
  return listen(server)
}

export async function listen(server: Server): Promise<StaticHost> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    end: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
