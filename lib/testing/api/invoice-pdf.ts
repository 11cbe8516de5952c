import { file, page } from './answer';
import type { IncomingCall } from './call';
import type { Endpoint, NamedPart } from './endpoint';
import type { FakeAccount } from './fake-account';
import { nextId } from './ids';
import { ApiRefusalError } from './api-refusal-error';
import { BoundedMap } from './bounded-map';

interface Pdf {
  readonly data: Buffer;
  readonly filename: string;
  /** Milliseconds since 1970; an inserted one stays. */
  expiresAt: number;
}

const LIFE_MS = 3 * 86_400_000;
const MAX_BYTES = 64 * 1024 * 1024;
const PATH = '/bizmall/invoicepdf';

/** Seconds in which the address of a PDF works. */
export const PDF_URL_SECONDS = 7200;

/** The PDFs of invoices that an account has uploaded: for three days, or with the invoice they belong to. */
export const invoicePdfs = ({ clock }: FakeAccount) => {
  const kept = new BoundedMap<Pdf>(MAX_BYTES, ({ data }) => data.length + 100);
  const find = (id: string): Pdf | undefined => {
    const pdf = kept.get(id);
    return pdf !== undefined && pdf.expiresAt > clock.now() ? pdf : undefined;
  };
  function get(id: string): Pdf {
    const pdf = find(id);
    if (pdf === undefined)
      throw new ApiRefusalError(
        72040,
        `there is no PDF "${id}", or it is older than three days`,
        `没有 PDF“${id}”，或上传已超过三天`,
      );
    return pdf;
  }
  return {
    find,
    get,
    put({ data, filename }: NamedPart): bigint {
      if (!data.subarray(0, 5).equals(Buffer.from('%PDF-')))
        throw new ApiRefusalError(72040, 'the file is no PDF', '文件不是 PDF');
      const id = nextId();
      kept.set(String(id), { data, filename, expiresAt: clock.now() + LIFE_MS });
      return id;
    },
    /** Keeps a PDF as long as its invoice. */
    keep(id: string): void {
      get(id).expiresAt = Infinity;
    },
  };
};

/** Where a PDF can be downloaded for some time. */
export const pdfUrl = ({ origin }: IncomingCall, account: FakeAccount, id: string): string =>
  `${origin}${PATH}?id=${id}&expires=${account.seconds() + PDF_URL_SECONDS}`;

/** The host of the PDFs. */
export const pdfHost: Endpoint = {
  method: 'GET',
  path: PATH,
  answer({ query: { id = '', expires } }, { accounts }) {
    const account = accounts.find((each) => each.part(invoicePdfs).find(id) !== undefined);
    const pdf = account?.part(invoicePdfs).find(id);
    if (account === undefined || pdf === undefined || !(Number(expires) > account.seconds()))
      return page(404);
    return file(pdf.data, 'application/pdf', pdf.filename);
  },
};
