export { simulate } from './simulator';
export type { Simulator } from './simulator';
export { movableClock } from './movable-clock';
export type { MovableClock } from './movable-clock';
export type { SimulatedAccount } from './account';
export type { FieldsOf, SimulatedUser } from './user';
export type {
  DeliveredRequest,
  Delivery,
  DeviceReply,
  Seen,
  SeenMessage,
  SeenOutcome,
  SystemNotice,
} from './seen';
