// Clusters as files: the table of paths, and names in a zip.
import { expect, test } from 'vitest'
import { clusterTable, entryNames, groupsOf } from './grouping.ts'

const clusters = { images: [2, 5, 7, 9], assignment: [1, 0, 1, 0], k: 2 }
const paths: Record<number, string> = { 2: 'a/x.jpg', 5: 'b/x.jpg', 7: 'c/X.JPG', 9: 'say "hi", you.png' }
const pathOf = (image: number) => paths[image] ?? ''

test('images are grouped by cluster, with the names the person gave', () => {
  expect(groupsOf(clusters, new Map([[1, '  Moths ']]))).toEqual([
    { cluster: 0, name: 'Cluster 1', images: [5, 9] },
    { cluster: 1, name: 'Moths', images: [2, 7] },
  ])
})

test('the table has one row per image, in order, with CSV quoting', () => {
  const groups = groupsOf(clusters, new Map([[0, 'A, B']]))
  expect(clusterTable(groups, pathOf)).toBe(
    'path,cluster\r\na/x.jpg,Cluster 2\r\nb/x.jpg,"A, B"\r\nc/X.JPG,Cluster 2\r\n"say ""hi"", you.png","A, B"\r\n',
  )
})

test('names in a zip are unique without regard to case, and so are folders', () => {
  const named = groupsOf(clusters, new Map([[0, 'Moths'], [1, 'moths']])) // biome-ignore format: one line says it
  expect(Object.fromEntries(entryNames(named, pathOf))).toEqual({
    2: 'moths-2/x.png',
    7: 'moths-2/X-2.png',
    5: 'Moths/x.png',
    9: 'Moths/say -hi-, you.png',
  })
})
