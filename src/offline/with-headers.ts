// Adds headers to a response.

/** A response with these headers added, where it has none of that name. */
export function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  const missing = Object.entries(headers).filter(([name]) => !response.headers.has(name))
  if (missing.length === 0 || response.status === 0) return response // a redirect that the browser follows itself has the status 0
  const added = new Headers(response.headers)
  for (const [name, value] of missing) added.set(name, value)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers: added })
}
