interface MultipartOptions {
  /** Name of the part that holds the file. */
  readonly part?: string;
  /** What the client calls the file. */
  readonly name?: string;
  readonly type?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** A multipart/form-data body byte by byte, since clients of the platform would repair what tests want to break. */
export function multipart(file: Buffer, options: MultipartOptions = {}) {
  const { part = 'file', name = 'image.jpg', type = 'image/jpeg', fields = {} } = options;
  const boundary = '----cartwright7d1f3a';
  const texts = Object.entries(fields).map(
    ([field, value]) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
  );
  const head =
    `--${boundary}\r\ncontent-disposition: form-data; name="${part}"; filename="${name}"\r\n` +
    `content-type: ${type}\r\n\r\n`;
  const body = Buffer.concat([
    Buffer.from(texts.join('') + head),
    file,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { body, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}
