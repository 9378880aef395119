import { startIonqEmulator } from './ionqEmulator.ts';

/** Runs the emulator as a process: `node main.ts <port> <key>…`; prints its address once it listens. */
const [port = '0', ...keys] = process.argv.slice(2);
const emulator = await startIonqEmulator({ port: Number(port), keys: keys.length > 0 ? keys : ['emulator-key'] });
process.stdout.write(`IonQ emulator at ${emulator.url}\n`);
