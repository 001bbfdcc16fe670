// Starts serve.cjs as the leader of a session of its own and ends: neither the death of the one who asked nor a Ctrl-C
// in its terminal reaches the service. Its pid goes into the record before this process ends, so that a starter killed
// half-way leaves no service that nobody knows of.
//   node launch.cjs <record> <log> <port> <working directory> [azurite's arguments...]
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { spawn } = require("node:child_process");

process.on("SIGINT", () => {});
process.on("SIGHUP", () => {});

const [record, log, port, cwd, ...rest] = process.argv.slice(2);
const output = fs.openSync(log, "w");
const child = spawn(process.execPath, [path.join(__dirname, "serve.cjs"), ...rest], {
  cwd,
  detached: true,
  stdio: ["ignore", output, output],
  windowsHide: true,
});

child.once("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
child.once("spawn", () => {
  const draft = `${record}.${process.pid}`;
  fs.writeFileSync(draft, JSON.stringify({ pid: child.pid, port: Number(port), started: null }));
  fs.renameSync(draft, record);
  process.exit(0);
});
