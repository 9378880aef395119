import { describe, expect, test } from 'vitest';
import { canonicalUri, siblingUri } from '#core/language/siblingUri.ts';

test('addresses of neighbours keep schemes and encode names', () => {
  expect(siblingUri('file:///a/b/c.yaml', './d e.csv')).toBe('file:///a/b/d%20e.csv');
  expect(siblingUri('vscode-remote://ssh+host/a/b.yaml', '../x.qasm')).toBe('vscode-remote://ssh+host/x.qasm');
  expect(siblingUri('file:///a/b.yaml', '/abs/x.csv')).toBe('file:///abs/x.csv');
  expect(siblingUri('file:///a/b.yaml', "map (1)!'*.qasm")).toBe('file:///a/map%20%281%29%21%27%2A.qasm');
  expect(siblingUri('untitled:Untitled-1', 'x.inc')).toBe('untitled:x.inc');
  expect(siblingUri('untitled:/a/b.qasm', 'x.inc')).toBe('untitled:/a/x.inc');
  expect(siblingUri('file:///a/b.qasm', 'x\ud800.inc')).toBe('file:///a/x%EF%BF%BD.inc');
});

describe('the canonical address', () => {
  test.each([
    ['file:///a/my (1) gates.inc', 'file:///a/my%20%281%29%20gates.inc'],
    ['file:///a/my%20(1)%20gates.inc', 'file:///a/my%20%281%29%20gates.inc'],
    ['file:///C:/a.qasm', 'file:///c%3A/a.qasm'],
    ['file:///c%3A/a.qasm', 'file:///c%3A/a.qasm'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
    ['vscode-vfs://github/a/b.qasm', 'vscode-vfs://github/a/b.qasm'],
    ['file:///a/100%.qasm', 'file:///a/100%25.qasm'],
    ['file:///a/b.qasm?query', 'file:///a/b.qasm?query'],
  ])('of %s is %s', (uri, expected) => {
    expect(canonicalUri(uri)).toBe(expected);
    expect(canonicalUri(expected)).toBe(expected);
  });

  test('is that of a neighbour already', () => {
    const neighbour = siblingUri('file:///a/b.yaml', "map (1)!'*ä.qasm");
    expect(canonicalUri(neighbour)).toBe(neighbour);
  });
});
