import qrcode from 'qrcode-generator';

/** Readers do not find a code without a margin of four modules. */
const MARGIN = 4;

/**
 * Draws a QR code of a text as an SVG picture. `label` describes it to screen readers. Undefined: the text is
 * too long.
 */
export function qrCode(text: string, label: string): string | undefined {
  // This level of error correction has room for 2,331 bytes.
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
