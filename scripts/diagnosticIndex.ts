/** Groups of codes by how they begin, in the order of the index; every code belongs to one. */
const groups: readonly (readonly [title: string, beginnings: readonly string[]])[] = [
  ['Circuits: characters and numbers', ['QAS1']],
  ['Circuits: syntax', ['QAS2']],
  ['Circuits: names', ['QAS3']],
  ['Circuits: types and values', ['QAS4']],
  ['Circuits: gates, qubits and measurements', ['QAS5']],
  ['Circuits: subroutines', ['QAS6']],
  ['Circuits: control flow', ['QAS7']],
  ['Circuits: files and versions', ['QAS8']],
  ['Circuits: advice, and what cannot be simulated', ['QAS9']],
  ['Pipelines: form of the file', ['HP00']],
  ['Pipelines: data, circuit and interface', ['HP10', 'HP11']],
  ['Pipelines: data and splits', ['HP12']],
  ['Pipelines: benchmark', ['HP13']],
  ['Pipelines: backends and budget', ['HP14', 'HP15']],
  ['Pipelines: shots, optimiser and loss', ['HP16']],
  ['Pipelines: repeatability and safety', ['HP17', 'HP18']],
  ['Pipelines: rollout and scorecard', ['HP19']],
];

const introduction = `# Diagnostics

What \`hybridq check\` and the editor can find, each with an explanation, a wrong and a right example. In the editor the
code of a problem is a link to its page.

## What is reported

- **Profile**: \`default\` accepts what tools commonly accept, \`strict-2.0\` reads OpenQASM 2 as its paper defines it, and
  \`spec-3.x\` reads OpenQASM 3 as its specification does.
- **Lints**: QAS9001 to QAS9008, QAS3009 and QAS8012 are advice. They can be \`off\`; by \`default\`, the first 25 findings
  of each in a file are shown, and with \`all\` every one.
- **Severity**: the severity of every code can be set, also to \`off\`.
- **Target**: what a device can execute; QAS9008 and QAS5010 report what it cannot.
- **One line**: the comment \`// hybridq-disable-next-line QAS9001\` turns findings of the next line off, those of the codes
  it names or, without codes, all. Errors stay.`;

/**
 * The page that lists all pages of diagnostics.
 * @param pages their texts by file name; each begins with \`# CODE: Title\`
 * @throws Error for a page without such a heading or a code of no group
 */
export function diagnosticIndex(pages: ReadonlyMap<string, string>): string {
  const titles = new Map([...pages].map(([name, text]) => titleOf(name, text)));
  const listed = new Set<string>();
  const sections = groups.map(([title, beginnings]) => {
    const codes = [...titles.keys()]
      .filter((code) => beginnings.some((beginning) => code.startsWith(beginning)))
      .sort();
    for (const code of codes) listed.add(code);
    const rows = codes.map((code) => `| [${code}](${code}.md) | ${titles.get(code)} |`);
    return codes.length === 0 ? [] : [`## ${title}`, '', '| Code | Finding |', '| --- | --- |', ...rows, ''];
  });
  const lost = [...titles.keys()].filter((code) => !listed.has(code));
  if (lost.length > 0) throw new Error(`No group of the index has ${lost.join(', ')}.`);
  return [introduction, '', ...sections.flat()].join('\n');
}

function titleOf(name: string, text: string): [code: string, title: string] {
  const code = name.replace(/\.md$/, '');
  const title = new RegExp(`^# ${code}: (.+)$`, 'm').exec(text)?.[1];
  if (title === undefined) throw new Error(`${name} does not begin with "# ${code}: Title".`);
  return [code, title];
}
