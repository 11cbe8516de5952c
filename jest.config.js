// Many users, processes, pages and random courses at once: `npm run test:thorough` runs these as well.
const LONG = [
  'cli/process',
  'chaos/deliveries',
  'component/pages',
  'demo-workers',
  'inbound/attacks-load',
  'inbound/fleet-random',
  'plugins/conversation-courses',
  'simulator/foreign-bot',
  'simulator/page/access',
  'simulator/page/account-data',
  'simulator/page/hostile',
  'simulator/page/inspector',
  'simulator/page/layout',
  'simulator/page/notes',
  'simulator/page/platform',
  'simulator/page/quotas',
  'simulator/page/traffic',
  'simulator/saved-runs',
  'simulator/switches',
  'simulator/web-view',
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
  // `npm run types` looks at the types; here they only go away.
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript', decorators: true } },
        module: { type: 'commonjs', ignoreDynamic: true },
      },
    ],
  },
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
