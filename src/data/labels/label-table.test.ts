// Tables of labels as people and programs write them: encodings, separators, columns, paths, and what is said of what does not match.
import { strToU8 } from 'fflate'
import { expect, test } from 'vitest'
import { NO_CLASS } from '../../spec/classes.ts'
import { csvOf } from '../../spec/csv.ts'
import { RandomStream } from '../../spec/rng.ts'
import { LabelTableError } from '../errors.ts'
import { readLabelTable } from './label-table.ts'
import { labelsAsTable } from './set-labels.ts'

const utf8 = (text: string) => strToU8(text)
const utf16 = (text: string) => new Uint8Array(Uint16Array.from(`\ufeff${text}`, (letter) => letter.charCodeAt(0)).buffer) // little-endian
const utf16be = (text: string) => utf16(text).map((_, i, bytes) => bytes[i ^ 1] as number)
const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))

const PETS = ['cats/a.png', 'cats/b.png', 'dogs/a.png', 'dogs/c.png']

/** The label of each image, and what is said. */
function read(table: string | Uint8Array, paths = PETS, name = 'pets') {
  const bytes = typeof table === 'string' ? utf8(table) : table
  const { labels, notes } = readLabelTable(bytes, { name, paths })
  return { labels: Array.from(labels.ofImages, (label) => labels.names[label] ?? null), names: labels.names, notes }
}

const refusal = (table: string | Uint8Array, paths?: string[]) => {
  try {
    return read(table, paths)
  } catch (error) {
    if (error instanceof LabelTableError) return error.message
    throw error
  }
}

const ROWS = 'cats/a.png,cat\ncats/b.png,cat\ndogs/a.png,dog\ndogs/c.png,dog\n'
const ALL = ['cat', 'cat', 'dog', 'dog']

const FORMS: Readonly<Record<string, string | Uint8Array>> = {
  'no header': ROWS,
  'a header': `path,label\n${ROWS}`,
  'a header in capitals and other words': `File Name,CLASS\n${ROWS}`,
  'a header in a foreign language': `Bild,Sorte\n${ROWS}`,
  'one column whose name is known': `Bild,label\n${ROWS}`,
  semicolons: `path;label\n${ROWS.replaceAll(',', ';')}`,
  'semicolons, and decimal commas beside': ROWS.replaceAll(',', ';').replaceAll('\n', ';0,98\n'),
  tabs: ROWS.replaceAll(',', '\t'),
  'several kinds of line ends': `path,label\r\n${ROWS}`,
  'line ends of Windows': ROWS.replaceAll('\n', '\r\n'),
  'old line ends of the Macintosh': ROWS.replaceAll('\n', '\r'),
  'empty lines and no line end': `\n${ROWS}\n\n`.trimEnd(),
  'spaces around': ROWS.replaceAll(',', ' , '),
  quotes: ROWS.replace(/(.+),(.+)/g, '"$1","$2"'),
  'slashes of Windows': ROWS.replaceAll('/', '\\'),
  'a dot in front': ROWS.replace(/^/gm, './').replace(/\.\/$/, ''),
  'capitals in paths': ROWS.replaceAll('cats/', 'Cats/').replaceAll('.png', '.PNG'),
  'the name of the folder in front': ROWS.replace(/^(?=.)/gm, 'pets/'),
  'the whole path of another computer in front': ROWS.replaceAll('/', '\\').replace(/^(?=.)/gm, 'C:\\Users\\Ann\\pets\\'),
  'a column of numbers and others beside': `,label,path,by\n${ROWS.replace(/(.+),(.+)/g, '7,$2,$1,"Ann, Bob"')}`,
  'a byte order mark': joined(Uint8Array.of(0xef, 0xbb, 0xbf), utf8(`path,label\n${ROWS}`)),
  'UTF-16': utf16(`path\tlabel\n${ROWS.replaceAll(',', '\t')}`),
  'UTF-16, big-endian': utf16be(`path;label\r\n${ROWS.replaceAll(',', ';')}`),
}

test.each(Object.entries(FORMS))('a table with %s gives the same labels', (_, table) => {
  expect(read(table)).toEqual({ labels: ALL, names: ['cat', 'dog'], notes: [] })
})

test('the table that `images` writes and the one of a run are read', () => {
  const index =
    'number,path,label,leftOut\r\n0,cats/a.png,cat,\r\n1,cats/b.png,,"The same file as ""cats/a.png"", so left out."\r\n2,dogs/a.png,dog,\r\n'
  expect(read(index).labels).toEqual(['cat', null, 'dog', null])
  const ofRun = 'number,path,label,confidence,origin\r\n0,cats/a.png,cat,1,given\r\n3,dogs/c.png,dog,0.51,inferred\r\n'
  expect(read(ofRun).labels).toEqual(['cat', null, null, 'dog'])
})

test.each([
  ['UTF-8', utf8('a.png,Käse\nb.png,naïve €\n')],
  ['UTF-8 with decomposed accents', utf8('a.png,Ka\u0308se\nb.png,nai\u0308ve €\n')],
  ['UTF-16', utf16('a.png,Käse\nb.png,naïve €\n')],
  ['Windows-1252', Uint8Array.from('a.png,K\xe4se\nb.png,na\xefve \x80\n', (letter) => letter.charCodeAt(0))],
])('letters beyond ASCII are read from %s', (_, table) => {
  expect(read(table, ['a.png', 'b.png']).names).toEqual(['Käse', 'naïve €'])
})

test('paths match whatever their accents are made of', () => {
  expect(read('cafe\u0301.png,a\nb.png,b\n', ['caf\u00e9.png', 'b.png']).labels).toEqual(['a', 'b'])
})

test('a folder that all images share may be missing in the table', () => {
  const deeper = PETS.map((path) => `set/images/${path}`)
  expect(read(ROWS, deeper).labels).toEqual(ALL)
  expect(read(ROWS.replace(/^(?=.)/gm, 'images/'), deeper).labels).toEqual(ALL)
  expect(read(ROWS.replace(/^(?=.)/gm, 'elsewhere/'), deeper).labels).toEqual(ALL)
})

test('a table of more than the open folder labels the files of that folder, and no others of the same name', () => {
  const table = 'train/cats/a.png,wrong\ntrain/cats/b.png,wrong\nTest/cats/a.png,cat\nTest/cats/b.png,dog\n'
  expect(read(table, ['cats/a.png', 'cats/b.png'], 'test')).toMatchObject({
    labels: ['cat', 'dog'],
    notes: ['2 rows for files that are not among the images: “train/cats/a.png”, “train/cats/b.png”.', expect.stringMatching(/single/)],
  })
})

test('names of files alone are enough where no two are the same, with their ending, without it or with another', () => {
  const paths = ['x/1.png', 'y/2.png', 'y/3.jpeg']
  for (const table of ['1.png,a\n2.png,b\n3.jpeg,b\n', 'id,label\n1,a\n2,b\n3,b\n', '1.tif,a\nother/2.jpg,b\n3.jpg,b\n'])
    expect(read(table, paths)).toMatchObject({ labels: ['a', 'b', 'b'], notes: [expect.stringMatching(/single/)] })
})

test('rows of several folders for one image count where they agree', () => {
  expect(read('x/1.png,a\ny/1.png,a\nx/2.png,a\ny/2.png,b\nz/3.png,b\n', ['1.png', '2.png', '3.png'])).toMatchObject({
    labels: ['a', null, 'b'],
    notes: ['1 image with different labels in different rows, so with none: “2.png”.', expect.stringMatching(/single/)],
  })
})

test('files that differ only by capitals stay two', () => {
  expect(read('a.png,one\nA.png,two\n', ['A.png', 'a.png']).labels).toEqual(['two', 'one'])
})

test('what does not match is said, with three examples, and leaves images without labels', () => {
  const rows = [
    ...['cats/a.png,cat', 'dogs/c.png,dog', 'dogs/c.png,wolf', 'cats/b.png,', 'a.png,cat'],
    ...Array.from({ length: 1200 }, (_, i) => `gone/${i}.png,cat`),
    'cats/a.png,cat', // again, and the same
    'dogs/c.png,dog',
  ]
  const table = `path,label\n${[...rows, 'dogs/e.png,dog'].join('\n')}`
  expect(read(table, [...PETS, 'birds/d.png', 'dogs/e.png'])).toEqual({
    labels: ['cat', null, null, null, null, 'dog'],
    names: ['cat', 'dog'],
    notes: [
      '1,200 rows for files that are not among the images: “gone/0.png”, “gone/1.png”, “gone/2.png” and 1,197 more.',
      '1 row could mean several images, because the name of the file is there more than once: “a.png”.',
      '1 image with different labels in different rows, so with none: “dogs/c.png”.',
      '2 images without a row: no label.',
      '1 image with an empty label: no label.',
      '2 labels of a single image: “cat”, “dog”.',
    ],
  })
})

test('labels that are numbers stand by their value, and up to a thousand are taken', () => {
  const paths = Array.from({ length: 1001 }, (_, i) => `${i}.png`)
  const table = (count: number) => paths.map((path, i) => `${path},${i % count}`).join('\n')
  expect(read(table(300), paths)).toMatchObject({ names: Array.from({ length: 300 }, (_, i) => `${i}`), notes: [] })
  expect(read(table(1000), paths).names).toHaveLength(1000)
  expect(refusal(table(1001), paths)).toBe(
    'The table has 1,001 different labels, more than the 1,000 that are taken: is it the right column?',
  )
})

test.each([
  ['no text', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 6, 0), 'This is not text: a spreadsheet has to be saved as CSV first.'],
  ['nothing', '', 'The table is empty.'],
  ['only blank lines', '\n \n,,\n', 'The table is empty.'],
  ['a header alone', 'path,label\n', 'The table has no rows.'],
  ['one column', 'cats/a.png\ndogs/a.png\n', 'The table has one column: it needs'],
  [
    'no column of labels',
    'path,width,height\ncats/a.png,1,2\n',
    'No column of the table is called “label” or “class”: rename the one that is meant.',
  ],
  [
    'no column of paths',
    'number,label,by\n1,cat,Ann\n',
    'No column of the table is called “path” or “file”: rename the one that is meant.',
  ],
  [
    'other files',
    'x.jpg,cat\ny.jpg,dog\n',
    'No file in the table is among the images: it has files such as “y.jpg”, the images are such as “dogs/c.png”.',
  ],
  [
    'names that are there twice',
    'a.png,cat\na.png,dog\n',
    'The table names files without their folders, and there are several of each name: “a.png”, “a.png”.',
  ],
  ['one label', 'cats/a.png,cat\ncats/b.png,cat\n', 'All images in the table have the same label, “cat”: it takes two different ones.'],
  ['no label', 'cats/a.png,\ncats/b.png,\n', 'The table gives no image a label.'],
  ['an open quotation mark', 'path,label\ncats/a.png,cat\ncats/b.png,"dog\ndogs/c.png,dog\n', 'opens a quotation mark that is not closed'],
  ['texts', `cats/a.png,${'long '.repeat(100)}\ncats/b.png,cat\n`, 'A label has at most 100 letters; “long long'],
])('a table with %s is refused in a sentence', (_, table, sentence) => {
  expect(refusal(table)).toContain(sentence)
})

test('hostile names stay names', () => {
  const paths = ['__proto__', 'constructor/x.png', '=1+1.png', "'@x.png", 'a\n"b", c.png']
  const labels = ['__proto__', 'toString', '=HYPERLINK("http://x")', '-1', "'=2"]
  const set = { paths, givenLabels: { source: 'hand', names: labels, ofImages: Int32Array.of(0, 1, 2, 3, 4) } } as const
  const table = labelsAsTable(set)
  expect(table).not.toMatch(/(^|,"?)[=@+]/m)
  expect(read(table, paths).labels).toEqual(labels)
  expect(read('../../a.png,\u202egnp\nC:\\b.png,x\x07y\n', ['a.png', 'b.png']).labels).toEqual(['\ufffdgnp', 'x\ufffdy'])
})

test('huge fields, rows and counts of columns take no more than a moment', () => {
  const long = 'x'.repeat(500_000)
  expect(refusal(`${long},a\n${'/'.repeat(500_000)},b\n`)).toMatch(/^No file in the table/)
  expect(refusal(`${'"a""'.repeat(100_000)}`)).toEqual(expect.any(String))
  expect(refusal(`cats/a.png${','.repeat(500_000)}\n`)).toBe('The table gives no image a label.')
  expect(refusal('a,b\n'.repeat(200_001))).toBe('The table has more than 200,000 rows.')
  expect(refusal(new Uint8Array(33 * 1024 * 1024).fill(97))).toBe('33 MB: more than the 32 MB that a table of labels may have.')
})

/** Text of all that a name may hold. */
function drawText(random: RandomStream, letters: string): string {
  return Array.from({ length: 1 + random.below(8) }, () => [...letters][random.below([...letters].length)]).join('')
}

test('what is written is read again as it was, whatever the names are', () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = new RandomStream(seed, 'dataset')
    const paths = Array.from(
      { length: 20 },
      (_, i) => `${drawText(random, 'aB9 é,;"\'=+-@😀')}/${drawText(random, '=a,b;\'"@-+ .')}${i}.png`,
    )
    const names = [...new Set(Array.from({ length: 5 }, (_, i) => `${drawText(random, 'aB9é,;"\'=+-@/\\😀.')}${i}`))]
    const ofImages = Int32Array.from(paths, (_, i) => (i < 5 ? i : random.below(6) - 1))
    const table = labelsAsTable({ paths, givenLabels: { source: 'hand', names, ofImages } })
    const { labels, notes } = readLabelTable(utf8(table), { name: 'any', paths })
    const shown = (label: number, of: readonly string[]) => (label === NO_CLASS ? null : of[label])
    expect(
      Array.from(labels.ofImages, (label) => shown(label, labels.names)),
      table,
    ).toEqual(Array.from(ofImages, (label) => shown(label, names)))
    expect(notes.filter((note) => !/empty label|single image/.test(note))).toEqual([])
  }
})

test('numbers stay numbers in a table, and what would be a formula becomes text', () => {
  expect(csvOf([['-1', '+2.5e3', '.5', '-x', '=1', '@a', "'b", "'=c"]])).toBe("-1,+2.5e3,.5,'-x,'=1,'@a,'b,''=c\r\n")
})
