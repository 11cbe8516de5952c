/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/spec'],
  testMatch: ['**/*.spec.ts'],
  // Many specs wait for processes, browsers and times of Redis: with a worker more than cores, none is idle meanwhile.
  maxWorkers: '150%',
  // Machines are busy; a spec that hangs still ends.
  testTimeout: 60_000,
  transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] },
  moduleNameMapper: {
    '^offiaccount$': '<rootDir>/lib/index.ts',
    '^offiaccount/testing$': '<rootDir>/lib/testing/index.ts',
    '^offiaccount/hosts$': '<rootDir>/lib/hosts/index.ts',
    '^offiaccount/simulator$': '<rootDir>/lib/simulator/index.ts',
  },
  collectCoverageFrom: ['lib/**/*.ts'],
  coverageDirectory: 'coverage',
  coverageThreshold: { global: { lines: 95, branches: 90 } },
};
