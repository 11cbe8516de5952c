// For `npm run mutation`: the specs of what is mutated, and no others.
const config = require('../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...config,
  rootDir: '..',
  // With lib, so that jest knows which spec is of which file.
  roots: ['<rootDir>/lib', '<rootDir>/spec'],
  testMatch: ['<rootDir>/spec/wire/*.spec.ts', '<rootDir>/spec/inbound/authenticate.spec.ts'],
  // Reads what the API answers, and no push; mutated, it is too slow for its own specs.
  testPathIgnorePatterns: ['/wire/json.spec.ts$'],
  coverageThreshold: {},
};
