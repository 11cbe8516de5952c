/**
 * The offline WeChat as a server with a page: `import { startSimulator } from 'offiaccount/simulator'`.
 *
 * @module offiaccount/simulator
 */
export { startSimulator } from './start';
export { startPlatformSimulator } from './platform/start';
export type { PlatformSimulatorOptions, RunningPlatformSimulator } from './platform/settings';
export type * from './platform/protocol';
export type { RunningSimulator, SimulatorOptions } from './settings';
export type * from './protocol';
