import qrcode from 'qrcode-generator';

/** A margin of four modules, without which readers do not find a code. */
const MARGIN = 4;

/** A QR code of a text as an SVG picture; `label` says what it is to those who do not see it. Undefined: the text is too long. */
export function qrCode(text: string, label: string): string | undefined {
  // 2,331 bytes are the most that fit at this level.
  if (Buffer.byteLength(text) > 2331) return undefined;
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const count = code.getModuleCount();
  const size = count + 2 * MARGIN;
  const rows = Array.from({ length: count }, (_row, y) =>
    Array.from({ length: count }, (_column, x) =>
      code.isDark(y, x) ? `M${x + MARGIN} ${y + MARGIN}h1v1h-1z` : '',
    ).join(''),
  );
  return (
    `<svg class="code" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${rows.join('')}"/></svg>`
  );
}
