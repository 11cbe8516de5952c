export { startSimulator } from './start';
export type { RunningSimulator, SimulatorOptions } from './settings';
export type * from './protocol';
