// Many users, processes, pages and random courses at once: `npm run test:thorough` runs these as well.
const LONG = [
  'component/pages',
  'demo-workers',
  'inbound/attacks-load',
  'inbound/fleet-random',
  'plugins/conversation-courses',
  'simulator/foreign-bot',
  'simulator/page/access',
  'simulator/page/account-data',
  'simulator/page/layout',
  'simulator/page/notes',
  'simulator/page/traffic',
  'simulator/saved-runs',
  'store/redis-options',
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/spec'],
  testMatch: ['**/*.spec.ts'],
  // Their packages are installed first: `npm run test:hosts`.
  testPathIgnorePatterns: [
    '/node_modules/',
    '/spec/hosts/installed/',
    ...LONG.map((name) => `/spec/${name}.spec.ts`),
  ],
  // Many specs wait for processes and browsers; one worker on two cores would leave half of them idle.
  maxWorkers: '100%',
  // Machines are busy; a spec that hangs still ends.
  testTimeout: 60_000,
  transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] },
  moduleNameMapper: {
    '^offiaccount$': '<rootDir>/lib/index.ts',
    '^offiaccount/testing$': '<rootDir>/lib/testing/index.ts',
    '^offiaccount/hosts$': '<rootDir>/lib/hosts/index.ts',
    '^offiaccount/simulator$': '<rootDir>/lib/simulator/index.ts',
  },
  // What a browser runs is looked at there.
  collectCoverageFrom: ['lib/**/*.ts', '!lib/simulator/page/**'],
  coverageDirectory: 'coverage',
  coverageThreshold: { global: { lines: 95, branches: 90 } },
};
