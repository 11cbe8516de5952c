const { TestEnvironment } = require('jest-environment-node');

/** For mutation runs: once a spec has failed, the rest of its file has nothing to add, and may hang. */
module.exports = class extends TestEnvironment {
  #failed = false;

  handleTestEvent({ name, test }) {
    if (name === 'test_done') this.#failed ||= test.errors.length > 0;
    if (name === 'test_start' && this.#failed) test.mode = 'skip';
  }
};
