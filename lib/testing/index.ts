/**
 * The offline WeChat for specs, with a clock that they move:
 * `import { movableClock, simulate } from 'offiaccount/testing'`.
 *
 * @module offiaccount/testing
 */
export { simulate } from './simulator';
export type { Simulator } from './simulator';
export { fakeStream } from './fake-stream';
export type { FakeStream, FakeStreamOptions } from './fake-stream';
export { movableClock } from './movable-clock';
export type { MovableClock } from './movable-clock';
export type { AccountChange, SimulatedAccount, SimulatedCloudRun } from './account';
export type { AppProcess, RestartableApp } from './app-process';
export type { NetworkFault, ProcessFault } from './disturbance';
export type { RunningApp } from './app-host';
export type {
  Observed,
  ObservedCall,
  ObservedDelivery,
  ObservedEnd,
  ObservedMessage,
  ObservedPush,
  ObservedVerdict,
} from './observed';
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
export type { ProblemCode, ProblemText } from './problems';
export type { AccountSnapshot, KeptFile, KeptUser } from './account-snapshot';
export type {
  AddedMedia,
  AuthorizeSettings,
  ChosenInvoice,
  FakeApi,
  FakeTransport,
  NewComment,
  NewMedia,
  NewTemplate,
  OauthScope,
} from './api/fake-api';
export type { ConfiguredPage, SignatureProblem, SignatureVerdict } from './api/check-signature';
export type { PageRefusal } from './api/authorize-page';
export type { OpenOptions } from './web/page-options';
export type { Hop, WebPage } from './web/web-page';
export type { ApiCall, TokenState } from './api/call';
export type { CallNote, NoteCode } from './api/notes';
export type { SampleAnswer, SampleName } from './api/samples';
export type { AccountKind } from '../model/account-kinds';
export type { ApiFault, CallMatch } from './api/fault';
export type { Button } from './api/menu-button';
export { simulatePlatform } from './platform/simulate-platform';
export type { NoticeName, PlatformSimulator } from './platform/simulate-platform';
export type { PlatformChange, SimulatedPlatform } from './platform/settings';
export type {
  AuthorizeOptions,
  AuthorizeResult,
  AuthorizerSettings,
  SimulatedAuthorizer,
} from './platform/authorizer';
export type { StartPage } from './platform/browser';
export type { ReleaseTest, ReleaseTestCode, ReleaseTestPair, ReleaseTestRow } from './platform/release-test';
export type { PlatformAccountKind } from './api/rights';
