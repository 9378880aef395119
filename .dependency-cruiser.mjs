// Who may import whom: the rules of docs/architecture.md, checked by `npm test`. What is not allowed here is forbidden.

/** Rooms, what each may import besides itself and core/base, and what it may import as types only. */
const rooms = [
  { room: 'core/base', may: [] },
  { room: 'core/openqasm', may: [] },
  { room: 'core/circuit', except: 'core/circuit/lower', may: [] },
  { room: 'core/circuit/lower', may: ['core/circuit', 'core/openqasm'] },
  { room: 'core/simulator', may: ['core/circuit'] },
  { room: 'core/transpiler', may: ['core/circuit'] },
  { room: 'core/learn', may: [] },
  { room: 'core/optimise', may: [] },
  { room: 'core/runs', may: [] },
  { room: 'core/backends', may: ['core/circuit', 'core/runs'] },
  {
    room: 'core/pipeline',
    may: ['core/circuit', 'core/transpiler', 'core/learn', 'core/optimise'],
    types: ['core/simulator', 'core/backends', 'core/runs'],
  },
  { room: 'core/benchmark', may: ['core/learn', 'core/pipeline', 'core/runs'] },
  {
    room: 'core/language',
    may: ['core/openqasm', 'core/circuit', 'core/pipeline/(?!engine/)'],
  },
  // Runs are described by zod schemas, which are types that exist at run time; messages about runs are made of them.
  { room: 'core/protocol', may: ['core/runs'], types: ['core'] },
  { room: 'platform', may: ['core'] },
  { room: 'server', may: ['core/language', 'core/protocol'] },
  { room: 'runner', may: ['core', 'platform'] },
  { room: 'cli', may: ['core', 'platform', 'runner'] },
  { room: 'client', may: ['core/protocol', 'core/runs', 'platform'], types: ['core/backends'] },
  { room: 'webview', may: ['core/protocol', 'core/circuit', 'core/runs'] },
  { room: 'scripts', may: [] },
  { room: 'bench', may: ['core', 'platform', 'scripts'] },
];

const product = '^(core|platform|server|runner|cli|client|webview)/';
const allRooms = '^(core|platform|server|runner|cli|client|webview|scripts|bench|test)/';

/** The module the editor provides; only its types are installed. */
const vscode = '^vscode$|node_modules/@types/vscode/';

/** A pattern for the inside of the named folders. */
function inside(folders) {
  return folders.length === 0 ? [] : [`^(${folders.map((folder) => folder.replace(/\/?$/, '/')).join('|')})`];
}

/** Folders whose name already ends in a look-ahead keep it at their end. */
function pattern(folders) {
  const plain = folders.filter((folder) => !folder.includes('(?!'));
  const ahead = folders.filter((folder) => folder.includes('(?!')).map((folder) => `^${folder}`);
  return [...inside(plain), ...ahead];
}

function roomRules({ room, except, may, types = [] }) {
  const from = { path: `^${room}/`, ...(except === undefined ? {} : { pathNot: `^${except}/` }) };
  const allowed = [room, 'core/base', ...may];
  const names = [...may.map((folder) => folder.replace('/(?!engine/)', ' (not its engine)')), 'core/base'].join(', ');
  const byTypes = types.length === 0 ? '' : `, and types of ${types.join(', ')}`;
  const comment = `${room} imports ${names}${byTypes}, and nothing else of this project.`;
  const own = except === undefined ? [] : inside([except]);
  const foreign = { path: allRooms, pathNot: [...pattern(allowed), ...pattern(types)] };
  const rules = [{ name: `${room}: foreign room`, comment, severity: 'error', from, to: foreign }];
  if (types.length > 0) {
    rules.push({
      name: `${room}: types only`,
      comment: `${room} imports only types of ${types.join(', ')}: values reach it through interfaces.`,
      severity: 'error',
      from,
      to: { path: pattern(types), pathNot: pattern(allowed), dependencyTypesNot: ['type-only'] },
    });
  }
  if (own.length > 0) {
    rules.push({
      name: `${room}: only through ${except}`,
      comment: `Only ${except} knows the rooms it connects; the rest of ${room} does not import it.`,
      severity: 'error',
      from,
      to: { path: own },
    });
  }
  return rules;
}

export default {
  forbidden: [
    ...rooms.flatMap(roomRules),
    {
      name: 'core is pure',
      comment: 'core runs anywhere: no module of Node, files, time and randomness are passed in.',
      severity: 'error',
      from: { path: '^core/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'webview is a page',
      comment: 'A panel runs in a browser page: no module of Node.',
      severity: 'error',
      from: { path: '^webview/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'vscode only in client',
      comment: 'The editor is known to client, to the suites that run in it, and to small extensions made for tests.',
      severity: 'error',
      from: { pathNot: '^(client|test/vscode|test/support/fixtures)/' },
      to: { path: vscode },
    },
    {
      name: 'toolkit only in kit',
      comment: 'webview/ui/kit.ts is the one place that knows the component toolkit, so that it can be replaced.',
      severity: 'error',
      from: { pathNot: '^webview/ui/kit\\.ts$' },
      to: { path: '@vscode/webview-ui-toolkit' },
    },
    {
      name: 'shipped code uses dependencies',
      comment: 'What is bundled comes from "dependencies" of package.json, tools from "devDependencies".',
      severity: 'error',
      from: { path: product },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
        pathNot: vscode,
      },
    },
    {
      name: 'no circle across folders',
      comment: 'Mutual recursion stays inside one folder; folders that need each other at run time have no order.',
      severity: 'error',
      from: { path: '^(.+)/[^/]+$' },
      to: { circular: true, via: { pathNot: '^$1/[^/]+$' }, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'Every import leads somewhere; only the editor provides vscode.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: vscode },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // AssemblyScript's own compiler follows the imports of the kernels.
    exclude: { path: '^(dist|\\.cache|test-results|core/simulator/kernels)/' },
    tsPreCompilationDeps: true,
    skipAnalysisNotInRules: true,
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'browser', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
