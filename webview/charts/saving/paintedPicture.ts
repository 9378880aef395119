/** Dots of the painted picture per pixel of the page, so that it is sharp in print. */
const density = 2;
/** The largest side that browsers paint, in dots. */
const longestSide = 16_384;

/**
 * Paints a drawing. @returns the picture in the PNG format, its bytes in base64
 * @throws Error when the browser cannot paint it
 */
export async function paintedPicture(svg: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const { naturalHeight: height, naturalWidth: width } = image;
  const scale = Math.min(density, longestSide / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const [, bytes] = canvas.toDataURL('image/png').split(',');
  if (bytes === undefined || bytes === '') throw new Error('The picture is too large to be painted.');
  return bytes;
}
