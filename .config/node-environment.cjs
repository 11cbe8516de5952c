const { createRequire } = require('node:module');
const { TestEnvironment } = require('jest-environment-node');

/** Gives specs Node's own loader, which takes packages that are ES modules only; that of the specs does not. */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.loadByNode = (from, name) => createRequire(from)(name);
  }
};
