const config = require('../jest.config.js');

/** The stories on servers whose packages are installed for them: `npm run test:hosts`. */
module.exports = {
  ...config,
  rootDir: '..',
  testEnvironment: '<rootDir>/.config/node-environment.cjs',
  roots: ['<rootDir>/spec/hosts/installed'],
  testPathIgnorePatterns: ['/node_modules/'],
  // The first run installs them.
  testTimeout: 180_000,
};
