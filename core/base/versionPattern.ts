/**
 * Versions of Python packages and patterns of them, as far as pins need them: clauses such as `1.7.*`, `>=1.5`, `!=2.0`
 * with commas between, all of which must hold. A clause without operator means `==`. Versions are compared as in PEP 440:
 * by their release numbers, with pre-releases before and post-releases behind their release; local labels do not count.
 */

interface Version {
  readonly release: readonly number[];
  /** Below 0 before the release, above 0 behind it. */
  readonly stage: number;
  /** Number within the stage. */
  readonly serial: number;
}

const stages: Readonly<Record<string, number>> = { dev: -4, a: -3, alpha: -3, b: -2, beta: -2, c: -1, rc: -1, post: 1 };

function parseVersion(text: string): Version | undefined {
  const match =
    /^v?(\d+(?:\.\d+)*)(?:[-_.]?(dev|alpha|beta|a|b|rc|c|post)[-_.]?(\d*)(?:[-_.]?(?:dev|post)\d*)?)?(?:\+[\w.]+)?$/i.exec(
      text.trim(),
    );
  if (match?.[1] === undefined) return undefined;
  return {
    release: match[1].split('.').map(Number),
    stage: stages[match[2]?.toLowerCase() ?? ''] ?? 0,
    serial: Number(match[3] ?? 0),
  };
}

interface Clause {
  readonly operator: '==' | '!=' | '>=' | '<=' | '>' | '<';
  readonly version: Version;
  /** `1.7.*`: everything that begins with these release numbers. */
  readonly open: boolean;
}

function parseClause(text: string): Clause | undefined {
  const [, operator = '==', written = ''] = /^\s*(==|!=|>=|<=|>|<)?\s*(.*?)\s*$/.exec(text) ?? [];
  const open = written.endsWith('.*');
  const version = parseVersion(open ? written.slice(0, -2) : written);
  if (version === undefined || (open && (version.stage !== 0 || (operator !== '==' && operator !== '!='))))
    return undefined;
  return { operator: operator as Clause['operator'], version, open };
}

/** Whether a text is a pattern of versions. */
export function isVersionPattern(text: string): boolean {
  return text.split(',').every((clause) => parseClause(clause) !== undefined);
}

/** Whether a version fits a pattern; one that cannot be understood fits only the pattern that is spelt like it. */
export function fitsVersionPattern(version: string, pattern: string): boolean {
  const known = parseVersion(version);
  if (known === undefined) return version === pattern;
  return pattern.split(',').every((text) => {
    const clause = parseClause(text);
    return clause !== undefined && fitsClause(known, clause);
  });
}

function fitsClause(version: Version, { open, operator, version: wanted }: Clause): boolean {
  if (open) {
    const begins = wanted.release.every((number, index) => (version.release[index] ?? 0) === number);
    return operator === '==' ? begins : !begins;
  }
  const order = compareVersions(version, wanted);
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
  }
}

function compareVersions(left: Version, right: Version): number {
  const length = Math.max(left.release.length, right.release.length);
  for (let index = 0; index < length; index++) {
    const difference = (left.release[index] ?? 0) - (right.release[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.stage - right.stage || left.serial - right.serial;
}
