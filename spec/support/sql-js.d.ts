/** What the specs use of SQLite in WebAssembly. */
declare module 'sql.js' {
  interface Statement {
    bind(values: Readonly<Record<string, unknown>>): boolean;
    step(): boolean;
    getAsObject(): Record<string, unknown>;
    free(): boolean;
  }
  export default function initSqlJs(): Promise<{
    readonly Database: new () => { prepare(sql: string): Statement; run(sql: string): unknown };
  }>;
}
