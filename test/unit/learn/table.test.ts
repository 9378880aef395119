import { expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { entry, rowOf } from '#core/learn/matrix.ts';
import { classLabels, featureMatrix, featureNames, parseTable } from '#core/learn/table.ts';
import { irisSample } from '#test/support/irisSample.ts';

function failureOf(run: () => unknown): Failure {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown;
    throw thrown;
  }
  throw new Error('It did not fail.');
}

test('the sample data are the 150 flowers with the rows Fisher published', () => {
  const { features, names, labels, classes } = irisSample();
  expect([features.rows, features.columns]).toEqual([150, 4]);
  expect(names).toEqual(['sepal_length', 'sepal_width', 'petal_length', 'petal_width']);
  expect(classes).toEqual(['setosa', 'versicolor', 'virginica']);
  expect([0, 1, 2].map((label) => labels.filter((own) => own === label).length)).toEqual([50, 50, 50]);
  expect([...rowOf(features, 34)]).toEqual([4.9, 3.1, 1.5, 0.2]);
  expect([...rowOf(features, 37)]).toEqual([4.9, 3.6, 1.4, 0.1]);
});

test('quotes, CRLF, a byte order mark, blank lines and a missing last line end are read', () => {
  const table = parseTable('\ufeffa,"b, c",t\r\n1,"2",x\r\n\r\n-3.5e1, .5 ,"say ""y"""', 'd.csv');
  expect(table.rowCount).toBe(2);
  const matrix = featureMatrix(table, ['b, c', 'a']);
  expect([...matrix.values]).toEqual([2, 1, 0.5, -35]);
  expect(classLabels(table, 't').classes).toEqual(['say "y"', 'x']);
});

test.each([
  ['', 'The data file d.csv is empty.', undefined],
  ['a,b\n', 'The data file d.csv has column names but no rows.', undefined],
  ['a,a\n1,2\n', 'Two columns of d.csv are called “a”.', 0],
  ['a,\n1,2\n', 'Column 2 of d.csv has no name in the first line.', 0],
  ['a,b\n1,2\n3\n', 'Row 2 of d.csv (line 3) has 1 cells, but there are 2 column names.', 2],
  ['a,b\n1,2,3\n', 'Row 1 of d.csv (line 2) has 3 cells, but there are 2 column names.', 1],
  ['a,b\n1,"2\n', 'The data file d.csv is not valid CSV: a quotation mark is never closed (line 2).', 1],
  [
    'a,b\n1,2"x"\n',
    'The data file d.csv is not valid CSV: a quotation mark stands inside a cell that is not quoted (line 2).',
    1,
  ],
])('%j is refused with the place', (text, message, line) => {
  const failure = failureOf(() => parseTable(text, 'd.csv'));
  expect(failure.reason).toBe('invalid-input');
  expect(failure.message).toBe(message);
  expect(failure.place).toEqual(line === undefined ? { path: 'd.csv' } : { path: 'd.csv', line });
});

test('the first bad cell of a feature is named', () => {
  const table = parseTable('a,b,t\n1,2,x\n\n3,many,y\n4,,z\n5,6,x\n', 'd.csv');
  expect(failureOf(() => featureMatrix(table, ['a', 'b'])).message).toBe(
    'Row 2 of d.csv (line 4), column “b” is “many”, which is not a number.',
  );
  const withGap = parseTable('a,t\n1,x\n,y\n', 'd.csv');
  expect(failureOf(() => featureMatrix(withGap, ['a'])).message).toBe('Row 2 of d.csv (line 3), column “a” is empty.');
  expect(failureOf(() => featureMatrix(table, ['c'])).advice).toBe('Its columns are: a, b, t.');
});

test('all-numeric leaves texts and the target out but does not drop a column for one typing error', () => {
  const table = parseTable('a,name,b,t\n1,x,2,0\n3,y,4,1\n5,z,6,0\n', 'd.csv');
  expect(featureNames(table, 'all-numeric', 't')).toEqual(['a', 'b']);
  const typo = parseTable('a,b,t\n1,2,0\n3,4o,1\n5,6,0\n', 'd.csv');
  expect(failureOf(() => featureNames(typo, 'all-numeric', 't')).message).toContain('(line 3), column “b” is “4o”');
  expect(failureOf(() => featureNames(parseTable('t\n1\n2\n', 'd.csv'), 'all-numeric', 't')).reason).toBe(
    'invalid-input',
  );
});

test('hexadecimal, infinite and blank cells are not numbers', () => {
  for (const cell of ['0x10', 'Infinity', '1e999', 'NaN', '1_000', '--1'])
    expect(() => featureMatrix(parseTable(`a,t\n${cell},1\n`, 'd.csv'), ['a'])).toThrow('not a number');
});

test('classes are sorted by size when numbers, or in the given order', () => {
  const table = parseTable('t,u\n10,b\n9,a\n-1,c\n', 'd.csv');
  expect(classLabels(table, 't')).toEqual({ classes: ['-1', '9', '10'], labels: [2, 1, 0] });
  expect(classLabels(table, 'u', ['c', 'b', 'a']).labels).toEqual([1, 2, 0]);
  expect(failureOf(() => classLabels(table, 't', [9, 10])).message).toBe(
    'Row 3 of d.csv (line 4), column “t” is “-1”, which is not one of the classes 9, 10.',
  );
  expect(failureOf(() => classLabels(parseTable('t\nx\nx\n', 'd.csv'), 't')).message).toContain('at least two classes');
});

test('a feature matrix keeps the order of rows and of the names asked for', () => {
  const matrix = featureMatrix(parseTable('a,b\n1,2\n3,4\n', 'd.csv'), ['b', 'a', 'b']);
  expect([entry(matrix, 0, 0), entry(matrix, 1, 1), entry(matrix, 1, 2)]).toEqual([2, 3, 4]);
});

test('a text that would not fit into memory is refused before it is read', () => {
  const failure = failureOf(() => parseTable(`a\n${'1\n'.repeat(17 * 1024 * 1024)}`, 'd.csv'));
  expect(failure).toMatchObject({ reason: 'too-large', place: { path: 'd.csv' } });
});

const problemWith = (text: string, read: (table: ReturnType<typeof parseTable>) => unknown = () => undefined) => {
  try {
    read(parseTable(text, 'd.csv'));
  } catch (thrown) {
    return Failure.from(thrown);
  }
  throw new Error('It is read.');
};
const features = (table: ReturnType<typeof parseTable>) =>
  featureMatrix(table, featureNames(table, 'all-numeric', 'kind'));

test('cells may hold line breaks and commas in quotes, behind a byte order mark', () => {
  const { columns, lines, rowCount } = parseTable(
    '\uFEFFx,note\r\n1,"two\r\nlines, and a ""quote"""\r\n2,b\r\n',
    'd.csv',
  );
  expect(rowCount).toBe(2);
  expect(columns[1]?.values).toEqual(['two\r\nlines, and a "quote"', 'b']);
  expect(lines).toEqual([2, 3]);
});

test.each([
  ['semicolons', 'x;y;kind\n1,5;2;a\n'],
  ['tabs', 'x\ty\tkind\n1\t2\ta\n'],
  ['bars', 'x|y\n1|2\n'],
])('a file with %s between cells is told from one with commas', (name, text) => {
  expect(problemWith(text)).toMatchObject({
    message: `The cells of d.csv are separated by ${name}, not by commas.`,
    advice: expect.stringContaining('commas between cells'),
  });
});

test('one column of texts may hold such characters', () => {
  expect(parseTable('note\na; b\nc\n', 'd.csv').rowCount).toBe(2);
});

test('decimal commas are told, not dropped as texts', () => {
  expect(problemWith('x,kind\n"1,5",a\n"1.234,5",b\n', features)).toMatchObject({
    message: expect.stringContaining('“1,5”, which is not a number'),
    advice: 'Write numbers with a decimal point, such as 1.5.',
  });
  expect(problemWith('x,kind\n1,5,a\n').advice).toContain('decimal point');
});

test.each(['NA', 'N/A', 'nan', '?', 'null', '-'])('%s for a missing value is told', (cell) => {
  const failure = problemWith(`x,kind\n1,a\n2,a\n${cell},b\n`, features);
  expect(failure).toMatchObject({ place: { line: 3 }, advice: 'Leave the cell of a missing value empty.' });
});

test('a first line of numbers is told when a name is looked for', () => {
  expect(problemWith('5.1,3.5\n4.9,3.0\n', (table) => classLabels(table, 'kind')).advice).toContain(
    'The first line has to name the columns.',
  );
});
