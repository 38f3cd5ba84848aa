/**
 * Text with one kind of apostrophe, and without characters that nobody sees: soft hyphen, zero-width space, non-joiner
 * and joiner, byte order mark. As `searchable_text` of the database makes the text of documents.
 */
export const searchableText = (written: string): string =>
  written.replace(/[\u2019\u2018\u02bc\uff07]/g, "'").replace(/\u00ad|[\u200b-\u200d]|\ufeff/g, '');
