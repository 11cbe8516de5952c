const config = require('../jest.config.js');

/** All specs in their full size, and how much of the code they reach. */
module.exports = {
  ...config,
  rootDir: '..',
  globals: { THOROUGH: true },
  testPathIgnorePatterns: ['/node_modules/', '/spec/hosts/installed/'],
  collectCoverage: true,
};
