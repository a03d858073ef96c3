import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';

/** The pictures that README.md shows; everything else is only left to look at. */
const inReadme = ['editor-dark', 'plots-light', 'playground-dark', 'progress-light'];

const artifacts = path.resolve('test-artifacts', 'screenshots');
const kept = path.resolve('media', 'screenshots');

/** Writes pictures as WebP, a third of what PNG takes. */
export class Gallery {
  private constructor(
    private readonly browser: Browser,
    private readonly quality: number,
  ) {}

  static async in(browser: Browser, quality = 0.72): Promise<Gallery> {
    await mkdir(artifacts, { recursive: true });
    await mkdir(kept, { recursive: true });
    return new Gallery(browser, quality);
  }

  /** @param name of the screen, a hyphen, and the theme */
  async add(name: string, png: Buffer): Promise<void> {
    const webp = await this.webpOf(png);
    await writeFile(path.join(artifacts, `${name}.webp`), webp);
    if (inReadme.includes(name)) await writeFile(path.join(kept, `${name}.webp`), webp);
  }

  /** A browser is what is at hand to encode one. */
  private async webpOf(png: Buffer): Promise<Buffer> {
    const page = await this.browser.newPage();
    try {
      const address = await page.evaluate(
        async ({ base64, quality }) => {
          const picture = new Image();
          picture.src = `data:image/png;base64,${base64}`;
          await picture.decode();
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
          canvas.getContext('2d')?.drawImage(picture, 0, 0);
          return canvas.toDataURL('image/webp', quality);
        },
        { base64: png.toString('base64'), quality: this.quality },
      );
      return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
    } finally {
      await page.close();
    }
  }
}
