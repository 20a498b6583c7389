// Pictures for the docs: screenshots as PNG files with a palette, which are a third of the size.

import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

// The maximum number of colors of a palette.
const COLORS = 256;

// Writes a screenshot. A blank page of the browser decodes it.
export async function writePicture(browser, screenshot, path) {
  const page = await browser.newPage();
  try {
    const { width, height, pixels } = await page.evaluate(decode, screenshot.toString('base64'));
    writeFileSync(path, encode(width, height, Buffer.from(pixels, 'base64')));
  } finally {
    await page.close();
  }
}

// Runs in the page: returns the size and the pixels of a PNG.
async function decode(png) {
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let text = '';
  for (let at = 0; at < data.length; at += 0x8000) text += String.fromCharCode(...data.subarray(at, at + 0x8000));
  return { width: image.width, height: image.height, pixels: btoa(text) };
}

function encode(width, height, pixels) {
  const { palette, indexOf } = paletteOf(pixels);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows[y * (width + 1) + x + 1] = indexOf(pixels, (y * width + x) * 4);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits for each pixel, which is an index into the palette.
  header.set([8, 3, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [chunk('IHDR', header), chunk('PLTE', palette), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...chunks]);
}

// Returns the most frequent colors, with 5 bits for each channel, and the index of the nearest one for a pixel.
function paletteOf(pixels) {
  const reduced = (at) => ((pixels[at] >> 3) << 10) | ((pixels[at + 1] >> 3) << 5) | (pixels[at + 2] >> 3);
  const groups = new Map();
  for (let at = 0; at < pixels.length; at += 4) {
    const group = groups.get(reduced(at)) ?? { count: 0, color: [pixels[at], pixels[at + 1], pixels[at + 2]] };
    group.count += 1;
    groups.set(reduced(at), group);
  }
  const colors = [...groups.values()].sort((one, other) => other.count - one.count).slice(0, COLORS).map(({ color }) => color);
  const known = new Map();
  const indexOf = (bytes, at) => {
    const key = reduced(at);
    if (!known.has(key)) known.set(key, nearest(colors, [bytes[at], bytes[at + 1], bytes[at + 2]]));
    return known.get(key);
  };
  return { palette: Buffer.from(colors.flat()), indexOf };
}

function nearest(colors, color) {
  const distance = (other) => other.reduce((sum, value, channel) => sum + (value - color[channel]) ** 2, 0);
  return colors.reduce((best, other, index) => (distance(other) < distance(colors[best]) ? index : best), 0);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
