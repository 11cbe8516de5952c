// For `npm run mutation:deliveries`: the specs of what is mutated, and no others.
const config = require('../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...config,
  rootDir: '..',
  // With lib, so that jest knows which spec is of which file.
  roots: ['<rootDir>/lib', '<rootDir>/spec'],
  testMatch: ['<rootDir>/spec/store/deliveries*.spec.ts'],
  coverageThreshold: {},
};
