import { inlineText } from './inline';
import type { Links } from './inline';
import { parseInline } from './parser';
import type { Token } from './parser';

/**
 * Names of programming languages, which are not part of the text. Any other word behind a fence may belong to
 * the text.
 */
const LANGUAGES = new Set(
  (
    'apache asm bash bat c c# c++ clojure cmake cmd coffee conf console cpp cs csharp css csv cxx dart diff docker dockerfile dot ' +
    'elixir elm env erlang f# fish fsharp go golang gradle graphql groovy h haskell hcl hpp html http ini java javascript js json ' +
    'json5 jsonc jsx julia kotlin kt latex less log lua make makefile markdown math matlab md mermaid nginx nix objc objective-c ' +
    'ocaml perl php plain plaintext powershell prisma proto protobuf ps1 py python python3 r rb regex rs ruby rust sass scala scss ' +
    'sh shell solidity sql svelte svg swift tex text toml ts tsx txt typescript vb vim vue wasm xml yaml yml zig zsh'
  ).split(' '),
);

const TASK = /^\[([ xX])\]\s/;
const RULE = '———';
const QUOTE = '│ ';

/** A block that is open around a part. */
interface Level {
  readonly lines: string[];
  /** The text before the first line of the block, and before its other lines. */
  readonly first: string;
  readonly rest: string;
  /** Whether an empty line separates its parts. */
  readonly isLoose: boolean;
}

/** Reads blocks one after the other, and writes them as lines. */
export class BlockWriter {
  private levels: Level[] = [{ lines: [], first: '', rest: '', isLoose: true }];
  private row: string[] = [];
  private rowLine: number | undefined;
  private columns = 0;

  constructor(
    private readonly source: readonly string[],
    private readonly links: Links,
  ) {}

  write(tokens: readonly Token[]): string {
    for (const [index, token] of tokens.entries()) this.take(token, tokens[index - 1]);
    return this.level.lines.join('\n');
  }

  private get level(): Level {
    return this.levels.at(-1)!;
  }

  private take(token: Token, before: Token | undefined): void {
    const { type, content } = token;
    switch (type) {
      case 'inline':
        if (before?.type === 'th_open' || before?.type === 'td_open') this.row.push(this.cell(token));
        else this.put(this.marked(inlineText(token.children ?? [], this.links), before));
        return;
      case 'fence': {
        const info = token.info.trim();
        const lines = content.replace(/\n$/, '');
        this.put(info === '' || LANGUAGES.has(info.toLowerCase()) ? lines : `${info}\n${lines}`);
        return;
      }
      case 'code_block':
        this.put(content.replace(/\n$/, ''));
        return;
      case 'hr':
        this.put(RULE);
        return;
      case 'bullet_list_open':
      case 'ordered_list_open':
        this.open('', '', false);
        return;
      case 'list_item_open': {
        const mark = token.info === '' ? '• ' : `${token.info}${token.markup} `;
        this.open(mark, ' '.repeat(token.info === '' ? 2 : mark.length), false);
        return;
      }
      case 'blockquote_open':
        this.open(QUOTE, QUOTE, true);
        return;
      case 'table_open':
        this.columns = 0;
        this.open('', '', false);
        return;
      case 'tr_open':
        this.row = [];
        this.rowLine = token.map?.[0];
        return;
      case 'tr_close':
        this.columns ||= this.row.length;
        this.put([...this.row, ...this.cellsMore()].join(' | ').replace(/(?: \|)+ ?$/, ''));
        return;
      case 'td_close':
        return;
      case 'bullet_list_close':
      case 'ordered_list_close':
      case 'list_item_close':
      case 'blockquote_close':
      case 'table_close':
        this.close();
    }
  }

  private open(first: string, rest: string, isLoose: boolean): void {
    this.levels.push({ lines: [], first, rest, isLoose });
  }

  private close(): void {
    const { lines, first, rest } = this.level;
    this.levels.pop();
    // An empty item is still an item.
    const all = lines.length === 0 && first !== '' ? [''] : lines;
    if (all.length === 0) return;
    this.put(all.map((line, index) => `${index === 0 ? first : rest}${line}`).join('\n'));
  }

  private put(text: string): void {
    const { lines, isLoose } = this.level;
    if (lines.length > 0 && isLoose) lines.push('');
    lines.push(...text.split('\n'));
  }

  /** `- [x] done` */
  private marked(text: string, before: Token | undefined): string {
    const isFirst = before?.type === 'paragraph_open' && this.level.lines.length === 0;
    if (!isFirst || this.level.first === '') return text;
    return text.replace(TASK, (_, mark: string) => (mark === ' ' ? '☐ ' : '☑ '));
  }

  private cell(token: Token): string {
    return inlineText(token.children ?? [], this.links).trim();
  }

  /** The parser drops the cells that a row has more than the first row. */
  private cellsMore(): string[] {
    const line = this.source[this.rowLine ?? -1] ?? '';
    const cells = line.split(/(?<!\\)\|/);
    if (/^[\s>]*$/.test(cells[0] ?? '')) cells.shift();
    const more = cells.slice(this.columns).map((each) => each.replaceAll('\\|', '|').trim());
    if (more.at(-1) === '') more.pop();
    return more.map((each) => inlineText(parseInline(each), this.links));
  }
}
