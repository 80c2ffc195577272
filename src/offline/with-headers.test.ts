// Headers that the service worker adds to a response.
import { expect, test } from 'vitest'
import { withHeaders } from './with-headers.ts'

test('headers that a host does not send are added, and those that it sends are left as they are', async () => {
  const sent = new Response('page', { status: 404, headers: { 'Content-Type': 'text/html', 'X-Frame': 'of the host' } })
  const answer = withHeaders(sent, { 'X-Frame': 'ours', 'X-Isolated': 'yes' })
  expect([...answer.headers]).toEqual([
    ['content-type', 'text/html'],
    ['x-frame', 'of the host'],
    ['x-isolated', 'yes'],
  ])
  expect([answer.status, await answer.text()]).toEqual([404, 'page'])
})

test('a response without a status is passed on untouched', () => {
  const failed = Response.error()
  expect(withHeaders(failed, { 'X-Isolated': 'yes' })).toBe(failed)
})
