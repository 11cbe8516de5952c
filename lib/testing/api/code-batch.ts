import { createCipheriv, createHmac, randomInt } from 'node:crypto';
import type { FakeAccount } from './fake-account';
import { nextShortId, randomText } from './ids';
import { ApiRefusalError } from './api-refusal-error';
import { BoundedMap } from './bounded-map';

/** What a range of codes stands for. */
export interface CodeMeaning {
  readonly activity_name: string;
  readonly product_brand: string;
  readonly product_title: string;
  readonly product_code: string;
  readonly wxa_appid: string;
  readonly wxa_path: string;
  readonly wxa_type: number;
  readonly code_start: number;
  readonly code_end: number;
}

/** The codes of one application. They are computed, because an application may be for 20,000,000 of them. */
export interface CodeBatch {
  readonly application_id: number;
  readonly isv_application_id: string;
  readonly count: number;
  /** Where its codes begin among those of the account. */
  readonly first: number;
  /** Unix seconds. */
  readonly create_time: number;
  update_time: number;
  /** What its codes stand for, the newest last. */
  readonly active: CodeMeaning[];
}

/** Codes of an account (一物一码). */
interface FoundCode {
  readonly batch: CodeBatch;
  readonly index: number;
}

const CODE_LENGTH = 9;
const CHECK_LENGTH = 10;
const LINK = 'P.URL.CN/';
const MAX_KEPT_TICKETS = 10_000;

/** A user's visit by a code, and the ticket that the mini program gets with it. */
interface Visit {
  readonly openid: string;
  readonly code: string;
}

/** The codes that an account has applied for. */
export const codeBatches = (account: FakeAccount) => {
  const key = randomText(16);
  const batches: CodeBatch[] = [];
  const visits = new BoundedMap<Visit>(MAX_KEPT_TICKETS);
  let next = randomInt(1_000_000);

  const codeAt = ({ first }: CodeBatch, index: number): string =>
    (first + index).toString(36).toUpperCase().padStart(CODE_LENGTH, '0');
  /** The 28 characters that the QR code holds. */
  const linkOf = (code: string): string => {
    const check = createHmac('sha256', key).update(code).digest('hex').slice(0, CHECK_LENGTH);
    return `${LINK}${code}${check.toUpperCase()}`;
  };

  function batchOf(application_id: string): CodeBatch {
    const found = batches.find((batch) => String(batch.application_id) === application_id);
    if (found === undefined)
      throw new ApiRefusalError(40035, `there is no "application_id" ${application_id}`);
    return found;
  }

  function find(code: string): FoundCode {
    const ordinal = /^[0-9A-Z]{9}$/.test(code) ? parseInt(code, 36) : NaN;
    const batch = batches.find(({ first, count }) => ordinal >= first && ordinal < first + count);
    if (batch === undefined) throw new ApiRefusalError(40116, `this account has no code "${code}"`);
    return { batch, index: ordinal - batch.first };
  }

  /** The code behind a link. */
  function codeOf(link: string): string {
    const code = link.slice(LINK.length, LINK.length + CODE_LENGTH);
    if (linkOf(code) !== link) throw new ApiRefusalError(40116, `this account has no code "${link}"`);
    return code;
  }

  return {
    /** 16 characters: the key of the packages, and their IV. */
    key,
    batchOf,
    byOwnId: (isv_application_id: string): CodeBatch | undefined =>
      batches.find((batch) => batch.isv_application_id === isv_application_id),
    add(count: number, isv_application_id: string): CodeBatch {
      const now = account.seconds();
      const batch: CodeBatch = {
        ...{ application_id: nextShortId(), isv_application_id, count, first: next },
        ...{ create_time: now, update_time: now, active: [] },
      };
      next += count;
      batches.push(batch);
      return batch;
    },
    codeAt,
    find,
    codeOf,
    /** A range of codes as they are downloaded: a line for each, with its place, its link and itself. */
    pack(batch: CodeBatch, start: number, end: number): string {
      const lines = Array.from({ length: end - start + 1 }, (_each, at) => {
        const code = codeAt(batch, start + at);
        return `${start + at}\t${linkOf(code)}\t${code}\n`;
      });
      const cipher = createCipheriv('aes-128-cbc', key, key);
      return Buffer.concat([cipher.update(lines.join(''), 'utf8'), cipher.final()]).toString('base64');
    },
    /** What a code stands for. */
    meaningOf({ batch, index }: FoundCode): CodeMeaning {
      const found = batch.active.findLast(
        ({ code_start, code_end }) => index >= code_start && index <= code_end,
      );
      if (found === undefined) throw new ApiRefusalError(40116, 'the code is not activated');
      return found;
    },
    /** A user scans a code, given by itself or by its link: the ticket that the mini program gets. */
    visit(openid: string, given: string): string {
      const code = given.startsWith(LINK) ? codeOf(given) : given;
      find(code);
      const ticket = randomText(32);
      visits.set(ticket, { openid, code });
      return ticket;
    },
    visitOf(ticket: string): Visit {
      const found = visits.get(ticket);
      if (found === undefined)
        throw new ApiRefusalError(40035, 'the "code_ticket" is not one of this account');
      return found;
    },
  };
};
