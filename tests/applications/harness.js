// What the JavaScript applications share: run COMMAND [DB] (README.md). `app` has
//   packages        names; the first is the framework's
//   open(db, pg)    resolves to {migrate(), make(), dump(), drift(), checks, close()}: dump and drift give lines; a check that gives a
//                   false value or throws has failed
'use strict';
const fs = require('fs');
const path = require('path');
const [command, db = ''] = process.argv.slice(2);

function version(app) {
  try {
    for (const p of app.packages) require(p);
    // Not by require(): packages may hide their package.json.
    const file = path.join(process.env.NODE_PATH || '', app.packages[0], 'package.json');
    console.log(`${app.packages[0]} ${JSON.parse(fs.readFileSync(file)).version}`);
    return 0;
  } catch (e) {
    console.log(`${app.packages.join(', ')} are not installed (scripts/applications --npm): ${e.message.split('\n')[0]}`);
    return 77;
  }
}

async function use(checks) {
  let failed = 0;
  for (const [name, check] of Object.entries(checks)) {
    try {
      if (!(await check())) throw new Error('does not hold');
    } catch (e) {
      ++failed;
      console.log(`${name}: ${e.message.split('\n')[0]}`);
    }
  }
  return failed ? 1 : 0;
}

async function main(app) {
  if (command === 'version') return version(app);
  const opened = await app.open(db, db.startsWith('postgres'));
  try {
    if (command === 'use') return await use(opened.checks);
    const lines = (await opened[command]()) || [];
    for (const line of lines) console.log(line);
    return command === 'drift' && lines.length ? 1 : 0;
  } finally {
    await opened.close();
  }
}

/// Where a postgresql:// URI leads, for clients that want it in parts.
exports.place = (uri) => {
  const u = new URL(uri.replace('postgresql://', 'http://').replace('@/', '@local/'));
  return {
    user: decodeURIComponent(u.username), password: decodeURIComponent(u.password) || undefined, database: u.pathname.slice(1),
    host: u.searchParams.get('host') || u.hostname, port: Number(u.searchParams.get('port') || u.port || 5432),
  };
};

/// The same numbers in every run.
exports.chance = (seed) => {
  let state = seed;
  const below = (n) => (state = (state * 1103515245 + 12345) % 2147483648) % n;
  return {below, pick: (list) => list[below(list.length)]};
};

/// True when the promise fails.
exports.refused = async (promise) => promise.then(() => false, () => true);

exports.plain = (value) => {
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value) || value instanceof Uint8Array || value instanceof ArrayBuffer) return 'x' + Buffer.from(value).toString('hex');
  return typeof value === 'bigint' ? String(value) : value;
};
exports.line = (name, row) =>
  name + ' ' + JSON.stringify(Object.keys(row).sort().map((k) => [k, exports.plain(row[k])]));

exports.run = (app) => main(app).then((code) => (process.exitCode = code), (e) => {
  console.error(e);
  process.exitCode = 9;
});
