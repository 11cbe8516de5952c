/**
 * A mutation run: the files that are changed, and the specs that should notice.
 *
 * @param {readonly string[]} mutate
 * @param {readonly string[]} specs
 * @param {number} [testTimeout] in milliseconds; a spec that hangs costs less than a mutant that does
 * @returns {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export const mutation = (mutate, specs, testTimeout = 30_000) => ({
  packageManager: 'npm',
  plugins: ['@stryker-mutator/jest-runner'],
  testRunner: 'jest',
  jest: {
    // With the long specs: they notice what the others leave.
    configFile: '.config/jest.thorough.cjs',
    config: {
      // With lib, so that jest knows which spec is of which file.
      roots: ['<rootDir>/lib', '<rootDir>/spec'],
      testMatch: specs.map((spec) => `<rootDir>/spec/${spec}.spec.ts`),
      testEnvironment: './.config/first-failure.cjs',
      coverageThreshold: {},
      testTimeout,
    },
  },
  coverageAnalysis: 'perTest',
  mutate,
  ignorePatterns: ['bench', 'coverage', 'demo-app', 'dist', 'reports', 'spec/fuzz', '.git', '.github'],
  concurrency: 2,
  timeoutMS: 5_000,
  tempDirName: '.stryker-tmp',
  reporters: ['clear-text', 'progress'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
});
