import fs, { promises } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync } from 'node:sqlite';
import { isMainThread } from 'node:worker_threads';
import { type DiskFault, faultVariable } from './diskFault.ts';

/*
 * Loaded before a program of ours (`node --import`), lets something go wrong with what the program writes: real SIGKILLs
 * at exact moments, which no timer could hit, and disks that are full on any machine. Moments are, counted together: before
 * and after each transaction that writes is committed, in the middle of each line of an event log, and before each file is
 * moved to its place.
 */

const fault = isMainThread ? (JSON.parse(process.env[faultVariable] ?? 'null') as DiskFault | null) : null;
const originals = { exec: DatabaseSync.prototype.exec, writeSync: fs.writeSync, rename: promises.rename };
let moments = 0;
let logged = 0;
let writing = false;

function moment(): void {
  moments++;
  if (fault?.kind === 'kill' && moments === fault.at) process.kill(process.pid, 'SIGKILL');
}

function exec(this: DatabaseSync, sql: string): void {
  if (sql === 'BEGIN IMMEDIATE') writing = true;
  const commits = sql === 'COMMIT' && writing;
  if (commits) moment();
  originals.exec.call(this, sql);
  if (sql === 'COMMIT' || sql === 'ROLLBACK') writing = false;
  if (commits) moment();
  if (fault?.kind === 'full' && sql === 'PRAGMA foreign_keys = ON')
    originals.exec.call(this, `PRAGMA max_page_count = ${fault.pages}`);
}

function writeSync(file: number, bytes: Uint8Array, offset: number): number {
  logged += bytes.length - offset;
  if (fault?.kind === 'full' && logged > fault.bytes)
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  if (fault?.kind === 'kill' && moments + 1 === fault.at)
    originals.writeSync(file, bytes, offset, Math.floor((bytes.length - offset) / 2));
  moment();
  return originals.writeSync(file, bytes, offset);
}

async function rename(from: string, to: string): Promise<void> {
  moment();
  await originals.rename(from, to);
}

if (fault !== null) {
  DatabaseSync.prototype.exec = exec;
  Object.assign(fs, { writeSync });
  Object.assign(promises, { rename });
  syncBuiltinESMExports();
  if (fault.kind === 'count') process.on('exit', () => fs.writeFileSync(fault.file, String(moments)));
}
