import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { installedPeers } from './installedPeers.ts';

/** Tables for pages as npm has them: a whole grid, and the models of rows that vscode-dvc's table of experiments is made with. */
export const gridVersions = { 'ag-grid-community': '36.2.0', '@tanstack/table-core': '8.20.5' } as const;

/** Scripts for a page, each of which leaves an object `grid` in the window. */
export interface GridPeers {
  readonly agGrid: string;
  readonly tableCore: string;
}

/**
 * Brings the peers into `.cache/` and bundles them for a page.
 * @throws Failure `unknown` when npm fails
 */
export async function bringGrids(): Promise<GridPeers> {
  const folder = await installedPeers('bench-grids', gridVersions, async (target) => {
    await bundle(target, 'agGrid', agGridEntry);
    await bundle(target, 'tableCore', tableCoreEntry);
  });
  const file = (name: string) => readFile(join(folder, `${name}.js`), 'utf8');
  return { agGrid: await file('agGrid'), tableCore: await file('tableCore') };
}

async function bundle(folder: string, name: string, contents: string): Promise<void> {
  await build({
    stdin: { contents, resolveDir: folder, loader: 'js' },
    outfile: join(folder, `${name}.js`),
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
}

const columns = `['state', 'name', 'metric', 'verdict', 'backend', 'duration', 'cost', 'created']`;

const agGridEntry = `
import { AllCommunityModule, createGrid, ModuleRegistry } from 'ag-grid-community';
ModuleRegistry.registerModules([AllCommunityModule]);
let api;
window.grid = {
  load(rows, place) {
    api = createGrid(place, {
      rowData: rows,
      columnDefs: ${columns}.map((field) => ({ field })),
      getRowId: ({ data }) => data.id,
      suppressAnimationFrame: true,
      animateRows: false,
    });
  },
  sort: (colId, sort) => api.applyColumnState({ state: [{ colId, sort }], defaultState: { sort: null } }),
  filter: (text) => api.setGridOption('quickFilterText', text),
  change: (row) => api.applyTransaction({ update: [row] }),
};
`;

/** It draws nothing: the rows in view are put into the page here, as plain as can be. */
const tableCoreEntry = `
import { createTable, getCoreRowModel, getFilteredRowModel, getSortedRowModel } from '@tanstack/table-core';
let table, place, data;
const state = { sorting: [], globalFilter: '' };
const draw = () => {
  table.setOptions((options) => ({ ...options, data, state: { ...table.initialState, ...state } }));
  const cells = (row) => ${columns}.map((id) => '<td>' + String(row.getValue(id) ?? '') + '</td>').join('');
  const rows = table.getRowModel().rows;
  place.innerHTML = '<table>' + rows.slice(0, 36).map((row) => '<tr>' + cells(row) + '</tr>').join('') + '</table>';
};
window.grid = {
  load(rows, element) {
    data = rows;
    place = element;
    table = createTable({
      data,
      columns: ${columns}.map((id) => ({ id, accessorKey: id, enableGlobalFilter: true })),
      state: {},
      onStateChange: () => undefined,
      renderFallbackValue: null,
      getRowId: (row) => row.id,
      globalFilterFn: 'includesString',
      getColumnCanGlobalFilter: () => true,
      getCoreRowModel: getCoreRowModel(),
      getSortedRowModel: getSortedRowModel(),
      getFilteredRowModel: getFilteredRowModel(),
    });
    draw();
  },
  sort(id, direction) {
    state.sorting = [{ id, desc: direction === 'desc' }];
    draw();
  },
  filter(text) {
    state.globalFilter = text;
    draw();
  },
  change(row) {
    data = data.map((each) => (each.id === row.id ? row : each));
    draw();
  },
};
`;
