// Loaded into the editor server before its own code.
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { Server } = require('node:http');
const { randomBytes } = require('node:crypto');

// The server ends as soon as its parent is gone, even killed. Its own children are told by their channel.
if (process.send === undefined) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, 1000).unref();
}

// The workbench seals what extensions keep as secrets with a key of which the server holds one half. In code-server that
// half is handed out by a part that is not used here; without it secrets would not outlive a reload.
const keyFile = process.env.EDITOR_SERVER_KEY_FILE;
if (keyFile !== undefined) {
  if (!existsSync(keyFile)) writeFileSync(keyFile, randomBytes(32), { mode: 0o600 });
  const key = readFileSync(keyFile);
  const emit = Server.prototype.emit;
  Server.prototype.emit = function (event, request, response, ...rest) {
    if (event === 'request' && request.method === 'POST' && new URL(request.url, 'http://x').pathname === '/mint-key') {
      response.end(key);
      return true;
    }
    return emit.call(this, event, request, response, ...rest);
  };
}
