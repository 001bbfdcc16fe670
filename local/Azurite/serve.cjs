// Runs Azurite's table service in this process. Azurite's own entry point saves its tables on SIGINT alone; a plain
// SIGTERM would lose up to five seconds of answered writes.
"use strict";

const fs = require("node:fs");

// Closing waits for every connection to end, and a client may keep one open that it never used: cut these after a moment.
const http = require("node:http");
const servers = [];
const createServer = http.createServer;
http.createServer = (...settings) => {
  const server = createServer(...settings);
  servers.push(server);
  return server;
};

function stop() {
  if (!process.emit("SIGINT")) {
    process.exit(0); // Nobody listens yet: still starting, nothing to save.
  }
  setTimeout(() => servers.forEach((server) => server.closeAllConnections()), 300);
}

process.once("SIGTERM", stop);

// A closed terminal is no reason to stop: the service belongs to its data folder.
process.on("SIGHUP", () => {});

// Windows has no SIGTERM; there a file asks for the same.
const stopFile = process.env.PROMO_AZURITE_STOP_FILE;
if (process.platform === "win32" && stopFile) {
  setInterval(() => {
    if (fs.existsSync(stopFile)) {
      fs.rmSync(stopFile, { force: true });
      stop();
    }
  }, 200).unref();
}

// A test's service ends with the test, even with one that was killed.
const owner = Number(process.env.PROMO_AZURITE_OWNER ?? 0);
if (owner > 0) {
  setInterval(() => {
    try {
      process.kill(owner, 0);
    } catch (error) {
      if (error.code === "ESRCH") {
        process.exit(0);
      }
    }
  }, 1000).unref();
}

require("azurite/dist/src/table/main.js");
