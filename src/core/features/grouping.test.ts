import { expect, test } from 'vitest'
import { FeatureError } from './feature-table.ts'
import { groupingCsv, zipEntries } from './grouping.ts'

const one = (name: string, path = 'a.png') => ({ names: [name], groups: [0], paths: [path] })

test('a line an image that is in a group, in the order of the set', () => {
  const csv = groupingCsv({ names: ['cats', 'dogs'], groups: [1, null, 0], paths: ['x/1.png', '2.png', '3.png'] })
  expect(csv).toBe('path,group\r\nx/1.png,dogs\r\n3.png,cats\r\n')
})

test.each([
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ['+1', `"'+1"`],
  ['-1', `"'-1"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\t=1', `"'\t=1"`],
  ['＝1', `"'＝1"`],
  ['größe 😀', 'größe 😀'],
  ['a=b', 'a=b'],
])('%j is written as %s', (name, written) => {
  expect(groupingCsv(one(name))).toBe(`path,group\r\na.png,${written}\r\n`)
  expect(groupingCsv(one('g', name))).toBe(`path,group\r\n${written},g\r\n`)
})

test.each([
  ['cats', 'x/1.png', 'cats/x/1.png'],
  ['../../etc', '../../passwd', 'etc/passwd'],
  ['cats/small', '/root.png', 'cats_small/root.png'],
  ['..', 'a\\b:c.png', 'group/a_b_c.png'],
  ['', '', 'group/image'],
  ['what? ', ' x .png', 'what_/x .png'],
  ['dots...', 'nul.png', 'dots/_nul.png'],
  ['CON', 'com1/x.png', '_CON/_com1/x.png'],
  ['cats', 'a\u202egnp.exe', 'cats/a\ufffdgnp.exe'],
  ['line\nbreak', 'a.png', 'line\ufffdbreak/a.png'],
])('a group %j with %j lies at %s', (name, path, wanted) => {
  expect(zipEntries(one(name, path))).toEqual([{ image: 0, path: wanted }])
})

test('no two entries are taken for one, on any system', () => {
  const paths = ['a.png', 'A.png', 'a.png', 'a (2).png', 'b:.png', 'b?.png', '.hidden', '.hidden', 'no ending', 'no ending']
  const entries = zipEntries({ names: ['g'], groups: paths.map(() => 0), paths }).map(({ path }) => path)
  expect(entries).toEqual([
    'g/a.png',
    'g/A (2).png',
    'g/a (3).png',
    'g/a (2) (2).png',
    'g/b_.png',
    'g/b_ (2).png',
    'g/.hidden',
    'g/.hidden (2)',
    'g/no ending',
    'g/no ending (2)',
  ])
  expect(zipEntries({ names: ['g'], groups: [0, 0], paths: ['\u00e9.png', 'e\u0301.png'] })[1]?.path).toBe('g/e\u0301 (2).png')
})

test('50,000 images of one name have 50,000 names', () => {
  const paths = new Array<string>(50_000).fill('image.png')
  const entries = zipEntries({ names: ['g'], groups: paths.map(() => 0), paths })
  expect(new Set(entries.map(({ path }) => path)).size).toBe(paths.length)
  expect(entries.at(-1)?.path).toBe('g/image (50000).png')
})

test('groups of one name are one folder; names that only look alike to a disk are two', () => {
  const grouping = {
    names: ['cats', 'cats', 'Cats', 'a?', 'a*'],
    groups: [0, 1, 2, 3, 4],
    paths: ['1.png', '2.png', '3.png', '4.png', '5.png'],
  }
  expect(zipEntries(grouping).map(({ path }) => path)).toEqual(['cats/1.png', 'cats/2.png', 'Cats (2)/3.png', 'a_/4.png', 'a_ (2)/5.png'])
})

test.each([
  ['no image in a group', { names: ['g'], groups: [null], paths: ['a.png'] }, /make groups first/],
  ['no image', { names: [], groups: [], paths: [] }, /make groups first/],
  ['a group without a name', { names: ['g'], groups: [1], paths: ['a.png'] }, /Group 2 has no name/],
  ['groups of another set', { names: ['g'], groups: [0, 0], paths: ['a.png'] }, /2 images, but 1 paths/],
])('%s is refused in a sentence', (_, grouping, message) => {
  for (const write of [groupingCsv, zipEntries]) {
    expect(() => write(grouping)).toThrow(FeatureError)
    expect(() => write(grouping)).toThrow(message)
  }
})
