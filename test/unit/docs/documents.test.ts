import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { secretVariable } from '#platform/credentials/environmentCredentials.ts';
import { bundles } from '#scripts/bundles.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
const documents = [
  ...globSync('*.md', { cwd: projectRoot }),
  ...globSync('{docs,samples,walkthrough}/**/*.md', { cwd: projectRoot }),
].map((path) => path.replaceAll('\\', '/'));

/** Prose and tables without blocks of code. */
function prose(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```/gm, '');
}

/** The anchors that headings of a page get where it is published. */
function anchors(text: string): Set<string> {
  const headings = [...prose(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Whether a link on a page leads to no file, or to no heading of it; addresses elsewhere are not asked for. */
function isBroken(link: string, path: string): boolean {
  if (/^[a-z]+:/.test(link)) return false;
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? path : normalize(join(dirname(path), file));
  if (!existsSync(join(projectRoot, target))) return true;
  return anchor !== undefined && !anchors(read(target)).has(anchor);
}

test('pages link to files and headings that exist', () => {
  const broken = documents.flatMap((path) => {
    const text = read(path);
    const links = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    return links.filter((link) => isBroken(link, path)).map((link) => `${path}: ${link}`);
  });
  expect(documents.length).toBeGreaterThan(10);
  expect(broken).toEqual([]);
});

describe('the page about the architecture', () => {
  const page = read('docs/architecture.md');

  test('names every room of the house, and no other', () => {
    const tops = ['platform', 'runner', 'server', 'cli', 'client', 'webview', 'scripts', 'bench'];
    const core = readdirSync(join(projectRoot, 'core'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const rooms = [...core.map(({ name }) => `core/${name}`), ...tops];
    const described = [...page.matchAll(/^\| `((?:core\/)?[a-z]+)\/` \| \S.*\| `[^|]+` \|$/gm)].map(([, room]) => room);
    expect(described.sort()).toEqual(rooms.sort());
  });

  test('names files that exist', () => {
    const rows = [...page.matchAll(/^\| `([a-z/]+\/)` \| .*\| `([^`]+)` \|$/gm)];
    const entries = rows.map(([, room = '', file = '']) => room + file);
    const tops = /`((?:core|platform|runner|server|cli|client|webview|scripts|test|syntaxes)\/[A-Za-z./]+\.[a-z]+)`/g;
    const mentioned = [...page.matchAll(tops)].map(([, file = '']) => file);
    expect(entries.length).toBeGreaterThan(15);
    expect([...entries, ...mentioned].filter((file) => !existsSync(join(projectRoot, file)))).toEqual([]);
  });

  test('names every bundle, and no other', () => {
    const named = [...page.matchAll(/^\| `(dist\/[^`]+)`/gm)].map(([, output]) => output);
    expect(named.sort()).toEqual(bundles.map(({ output }) => output).sort());
  });

  test('names every suite of tests', () => {
    const suites = readdirSync(join(projectRoot, 'test'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !['support', 'fixtures'].includes(entry.name))
      .map(({ name }) => name);
    const named = [...page.matchAll(/^\| `([a-z0-9]+)` \| .* \| .* \|$/gm)].map(([, name]) => name);
    expect(named).toEqual(expect.arrayContaining(suites));
  });
});

test('every decision is in the list of decisions, and the list has no other', () => {
  const records = readdirSync(join(projectRoot, 'docs', 'decisions')).filter((name) => /^\d{4}-/.test(name));
  const listed = [...read('docs/decisions/README.md').matchAll(/^\| \[(\d{4})\]\((\S+)\) \| (.+) \|$/gm)];
  expect(listed.map(([, , file]) => file)).toEqual(records.sort());
  for (const [, number, file = '', title] of listed) {
    expect(read(`docs/decisions/${file}`)).toMatch(new RegExp(`^# ${number}: ${title}\n`));
  }
});

test('the page about credentials names the variables that are read', () => {
  const rows = [...read('docs/credentials.md').matchAll(/^\| `([^`]+)` \| `(HYBRIDQ_[A-Z0-9_]+)` \|$/gm)];
  expect(rows.length).toBeGreaterThan(2);
  expect(rows.map(([, , variable]) => variable)).toEqual(rows.map(([, name = '']) => secretVariable(name)));
});
