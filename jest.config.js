/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/spec'],
  testMatch: ['**/*.spec.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] },
  moduleNameMapper: {
    '^offiaccount$': '<rootDir>/lib/index.ts',
    '^offiaccount/testing$': '<rootDir>/lib/testing/index.ts',
  },
  collectCoverageFrom: ['lib/**/*.ts'],
  coverageDirectory: 'coverage',
  coverageThreshold: { global: { lines: 95, branches: 90 } },
};
