/**
 * Fields that hold an id. WeChat sends them as numbers with or without quotes, of any length up to 64 bits;
 * for us an id is text. (Fields merely called `id` are counters with few exceptions, and stay numbers.)
 */
const IDS = [
  ...['application_id', 'article_id', 'audit_id', 'base_id', 'isv_application_id', 'kf_id', 'largest_id'],
  ...[
    'map_poi_id',
    'menuid',
    'msg_data_id',
    'msg_id',
    'msgid',
    'order_id',
    'order_id_list',
    'paid_order_id',
    'poi_id',
  ],
  ...['publish_id', 'refund_order_id', 's_media_id', 'tmpl_msg_id', 'user_comment_id'],
] as const;

/** A field that holds an id. */
export type IdName = (typeof IDS)[number];

/** The one place where a field called `id` is a long one. */
const BLOCKED_TEMPLATES = '/wxa/sec/queryblocktmplmsg';

const NAMES: ReadonlySet<string> = new Set(IDS);
const WITH_ID: ReadonlySet<string> = new Set([...IDS, 'id']);

/** Makes text of ids that came as numbers, in place, in data that was just parsed. */
export function exactIds<T>(value: T, path: string): T {
  walk(value, path === BLOCKED_TEMPLATES ? WITH_ID : NAMES);
  return value;
}

function walk(value: unknown, names: ReadonlySet<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, names);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, field] of Object.entries(value)) {
      if (names.has(name))
        (value as Record<string, unknown>)[name] = toText(field); // an object, as just tested
      else walk(field, names);
    }
  }
}

const toText = (field: unknown): unknown =>
  typeof field === 'number' ? String(field) : Array.isArray(field) ? field.map(toText) : field;
