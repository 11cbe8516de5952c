import type * as groups from '../../api/groups';
import type { IdName } from '../../api/ids';
import type { ApiRequest, Download } from '../../api/request';
import type { FakeResponse } from './answer';

/*
 * What ties the fake API to the client by type. An endpoint says which function of the client it plays, and
 * then must answer what that function promises: a field that one side forgets does not compile.
 */

type Groups = typeof groups;
type GroupName = keyof Groups & string;
type Make<T> = (...args: never[]) => ApiRequest<T>;

type CallNames<G> = { [M in keyof G & string]: G[M] extends Make<unknown> ? M : never }[keyof G & string];

/** A function of the client that makes a call, as `group.method`. */
export type CallName = { [G in GroupName]: `${G}.${CallNames<Groups[G]>}` }[GroupName];

/** What the client promises of a call. */
export type ResultOf<N extends CallName> = N extends `${infer G extends GroupName}.${infer M}`
  ? M extends keyof Groups[G]
    ? Groups[G][M] extends Make<infer T>
      ? T
      : never
    : never
  : never;

/** WeChat's words for how it went, which any answer may begin with. */
interface Status {
  readonly errcode?: number;
  readonly errmsg?: string;
}

type IsOptional<T, K extends keyof T> = object extends Pick<T, K> ? true : false;

/** An id goes over the wire as digits, with quotes or without; the client makes text of it. */
type WireField<K, T> = K extends IdName ? (T extends string ? T | number | bigint : Wire<T>) : Wire<T>;

/** A result before the client has read it: what is not there may be `undefined`. */
type Wire<T> = T extends Plain
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Wire<Item>[]
    : T extends object
      ? {
          readonly [K in keyof T]: IsOptional<T, K> extends true
            ? WireField<K, T[K]> | undefined
            : WireField<K, T[K]>;
        }
      : T;

/** What an endpoint may answer in place of a result of the client. */
export type PlayedResult<T> = undefined extends T ? Status | undefined : SentFields<T>;

type SentFields<T> = T extends Download
  ? FakeResponse<Download>
  : (Wire<T> & Status) | FakeResponse<Wire<T> & Status>;

type KeyOf<T> = T extends unknown ? keyof T : never;
type ValueOf<T, K> = T extends unknown ? (K extends keyof T ? T[K] : never) : never;
type Plain = string | number | bigint | boolean | null | undefined;

/** The type of an answer, in which a field that the result does not have must not be. */
export type Exactly<V, T> = V extends Plain
  ? V
  : V extends FakeResponse<infer F>
    ? FakeResponse<Exactly<F, T>>
    : V extends readonly (infer Item)[]
      ? readonly Exactly<Item, ItemOf<T>>[]
      : {
          readonly [K in keyof V]: K extends keyof Status
            ? V[K]
            : K extends KeyOf<T>
              ? Exactly<V[K], ValueOf<T, K>>
              : never;
        };

/**
 * What an endpoint that plays `N` may answer, `T` being what it does. A bound of `T` would say the same, but
 * the compiler asks for bounds before it knows which call is meant, and then compares with the results of all
 * of them: that took longer than all the rest.
 */
export type Played<N extends CallName, T> = T & PlayedResult<ResultOf<N>> & Exactly<T, ResultOf<N>>;

type ItemOf<T> = T extends readonly (infer Item)[] ? Item : never;
