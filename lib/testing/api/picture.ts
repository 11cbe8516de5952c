import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

/** Modules of a QR code of version 3, without the margin. */
const MODULES = 29;
const MARGIN = 4;
const SCALE = 8;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * A picture in place of a QR code: a PNG which looks like one, always the same for the same text, but says
 * nothing to a phone. In the simulator it is `user.scans(scene)` that scans.
 */
export function drawCode(text: string): Buffer {
  const size = (MODULES + 2 * MARGIN) * SCALE;
  const bits = createHash('sha512').update(text).digest();
  const isDark = (x: number, y: number): boolean => {
    const finder = finderAt(x, y);
    if (finder !== undefined) return finder;
    const bit = (x * 7919 + y * 104_729) % 512;
    return ((bits[bit >> 3] ?? 0) >> (bit & 7)) % 2 === 1;
  };
  const rows = Array.from({ length: size }, (_, row) => {
    const y = Math.floor(row / SCALE) - MARGIN;
    // A filter byte of 0, then a byte for each pixel.
    const line = Buffer.alloc(size + 1, 255);
    line[0] = 0;
    for (let column = 0; column < size; column++) {
      const x = Math.floor(column / SCALE) - MARGIN;
      if (x >= 0 && x < MODULES && y >= 0 && y < MODULES && isDark(x, y)) line[column + 1] = 0;
    }
    return line;
  });
  return png(size, Buffer.concat(rows));
}

/** The three squares by which a phone finds a code; undefined outside of them. */
function finderAt(x: number, y: number): boolean | undefined {
  const fromEnd = (at: number) => (at > MODULES - 9 ? MODULES - 1 - at : at);
  if ((x > 7 && x < MODULES - 8) || (y > 7 && y < MODULES - 8)) return undefined;
  if (x > MODULES - 9 && y > MODULES - 9) return undefined;
  const ring = Math.max(Math.abs(fromEnd(x) - 3), Math.abs(fromEnd(y) - 3));
  return ring !== 2 && ring !== 4;
}

/** A grey PNG of `size` × `size` pixels. */
function png(size: number, pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header[8] = 8; // Bits a pixel; the rest is 0: grey, deflated, not interlaced.
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(pixels)), chunk('IEND')]);
}

function chunk(type: string, data = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
