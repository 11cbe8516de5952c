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
  OtherContent,
  Seen,
  SeenMessage,
  SeenOutcome,
  Sent,
  SentMessage,
  SentNotice,
  SystemNotice,
} from './seen';
export type { FakeApi, NewComment, NewTemplate } from './api/fake-api';
export type { ApiCall } from './api/call';
export type { ApiFault, CallMatch } from './api/fault';
export type { Button } from './api/menu-button';
export type { OauthScope } from './api/endpoints/oauth';
export type { FakeRequest, FakeResponse, FakeTransport } from './api/transport';
