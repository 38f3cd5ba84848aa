import { ApiTags } from '@nestjs/swagger';

const sentences = new Map<string, string>();

/** Tags a controller and describes the tag in the API document. */
export function DescribedTag(name: string, sentence: string): ClassDecorator {
  sentences.set(name, sentence);
  return ApiTags(name);
}

/** Empty for a tag that no controller describes. */
export const sentenceOf = (tag: string): string => sentences.get(tag) ?? '';
