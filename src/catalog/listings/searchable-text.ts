/** Unifies apostrophes and removes invisible characters, as the database function `searchable_text` does. */
export const searchableText = (written: string): string =>
  written.replace(/[\u2019\u2018\u02bc\uff07]/g, "'").replace(/\u00ad|[\u200b-\u200d]|\ufeff/g, '');
