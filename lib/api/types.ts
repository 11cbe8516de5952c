/** The bodies and results of all endpoints, for those who name them. */
export type {
  ConsoleArticle,
  AutoReply,
  KeywordReply,
  AutoReplyKeyword,
  KeywordRule,
  AutoReplyInfo,
} from './groups/autoreply';
export type { AccessToken, CallbackDns, CallbackPing } from './groups/base';
export type { CommentTarget, CommentQuery, CommentReply, ArticleComment } from './groups/comment';
export type {
  FuncInfo,
  AuthorizationInfo,
  AuthorizerGrants,
  AuthorizerRole,
  AuthorizerToken,
  AuthorizerMiniProgram,
  AuthorizerInfo,
  AuthorizerEntry,
  AuthorizerOption,
  NewAuthorizerOption,
  AuthorizationPage,
} from './groups/component';
export type {
  CustomerArticle,
  CustomerVideo,
  CustomerMusic,
  CustomerMenu,
  CustomerMiniProgramPage,
  CustomerLink,
  CustomerMessageContent,
  CustomerMessage,
} from './groups/customer-message';
export type {
  Report,
  ArticleReport,
  UserSummary,
  UserCumulate,
  UpstreamMessages,
  UpstreamMessagesHour,
  UpstreamDistribution,
  InterfaceSummary,
  InterfaceSummaryHour,
  ReadSource,
  ArticleRead,
  ArticleShare,
  ArticleReactions,
  BizSummary,
  ArticleDay,
  ArticleTotalDetail,
} from './groups/datacube';
export type {
  CoverCrop,
  ProductInfo,
  NewsArticle,
  PictureArticle,
  NewArticle,
  ListedArticle,
  StoredNewsArticle,
  StoredPictureArticle,
  StoredArticle,
  StoredDraft,
  ArticlePageQuery,
  ListedContent,
  DraftPage,
} from './groups/draft';
export type {
  PublishTask,
  PublishStatus,
  PublishedArticle,
  ListedPublishedArticle,
  PublicationPage,
} from './groups/freepublish';
export type { ScannedCode, Crop, Crops } from './groups/image';
export type {
  InvoiceAuthPage,
  InvoiceCustomValue,
  InvoiceAuthData,
  InvoiceRejection,
  InvoiceLine,
  InvoiceFace,
  InvoiceUserData,
  InvoiceInsertion,
  InsertedInvoice,
  InvoicePayMch,
  InvoiceContact,
  InvoiceAuthField,
  InvoiceCard,
  ReimburseStatus,
  InvoiceStatus,
  InvoiceKey,
  InvoiceReimburse,
  InvoiceReimburseBatch,
  InvoiceUserInfo,
  ReimburseInfo,
  InvoiceTitle,
  ScannedTitle,
} from './groups/invoice';
export type { KfAccount, OnlineKf } from './groups/kf-account';
export type { KfRecordQuery, KfRecord, KfRecordPage } from './groups/kf-record';
export type { KfSession, WaitingUser } from './groups/kf-session';
export type {
  CodeApplication,
  CodeRange,
  CodeActivation,
  CodeQuery,
  ActivatedCode,
} from './groups/marketcode';
export type {
  MassArticle,
  MassImages,
  MassVideo,
  MassCard,
  MassContent,
  MassMessage,
  MassToAll,
  MassToUsers,
  MassPreview,
  MassDeletion,
  MassSpeed,
  MassAccepted,
} from './groups/mass';
export type {
  NewMaterial,
  MaterialArticle,
  MaterialNews,
  MaterialVideo,
  MaterialCount,
  ListedMaterialArticle,
  MaterialItem,
  MaterialPage,
} from './groups/material';
export type { UploadedMedia } from './groups/media';
export type { MedicalMessage } from './groups/medical';
export type {
  KeyButton,
  ViewButton,
  MiniProgramButton,
  MediaButton,
  ArticleButton,
  ActionButton,
  ParentButton,
  MenuButton,
  NewMenu,
  MatchRule,
  NewConditionalMenu,
  StoredButton,
  StoredMenu,
  StoredMatchRule,
  StoredConditionalMenu,
  SelfMenuButton,
  SelfMenuInfo,
} from './groups/menu';
export type {
  NontaxItem,
  NontaxFeeQuery,
  NontaxFee,
  NontaxPayment,
  NontaxOrderBody,
  NontaxMicroPayment,
  NontaxPlacedOrder,
  NontaxOrderQuery,
  NontaxPartialRefund,
  NontaxNotification,
  NontaxOrder,
  NontaxRefund,
  NontaxBillQuery,
  NontaxMock,
  NontaxOrderListQuery,
} from './groups/nontax';
export type {
  OauthScope,
  OauthToken,
  OauthGrant,
  OauthUser,
  MiniProgramSession,
  AuthorizePage,
  QrconnectPage,
} from './groups/oauth';
export type {
  IdCard,
  BankCard,
  VehicleLicense,
  DrivingLicense,
  BusinessLicense,
  PrintedText,
} from './groups/ocr';
export type { OnetimeMessage, OnetimeAuthorization } from './groups/onetime-subscription';
export type { RateLimit, ApiQuota, RidRequest } from './groups/openapi';
export type {
  SceneId,
  SceneStr,
  TemporaryIdQrcode,
  TemporaryStrQrcode,
  PermanentIdQrcode,
  PermanentStrQrcode,
  QrcodeBody,
  Qrcode,
} from './groups/qrcode';
export type { LongData } from './groups/shorten';
export type {
  StoreCategory,
  StoreMerchant,
  StoreAudit,
  StoreDistrict,
  StoreDistricts,
  MapPoi,
  NewMapPoi,
  NewStore,
  StoreUpdate,
  StoreInfo,
} from './groups/store';
export type {
  TemplateKeyword,
  PublicTemplate,
  SubscribeTemplate,
  SubscribeMessage,
} from './groups/subscribe-message';
export type { CountedTag } from './groups/tag';
export type {
  MessageTemplate,
  Industry,
  TemplateValue,
  TemplateMessage,
  BlockedTemplateMessageQuery,
  BlockedTemplateMessage,
} from './groups/template-message';
export type { Ticket } from './groups/ticket';
export type {
  UserLang,
  SubscribeScene,
  UserInfo,
  UserQuery,
  OpenidPage,
  CountedOpenidPage,
  ChangedOpenid,
} from './groups/user';
export type { VoiceLang, Recording, Translation } from './groups/voice';
export type {
  LinkedMiniProgram,
  MiniProgramLink,
  QrcodeJumpQuery,
  QrcodeJumpRule,
  StoredQrcodeJumpRule,
  QrcodeJumpRules,
} from './groups/wxopen';
