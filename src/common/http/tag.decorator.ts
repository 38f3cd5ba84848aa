import { ApiTags } from '@nestjs/swagger';

const sentences = new Map<string, string>();

/** On the controller that a tag is named for: the tag, and a sentence that says what a reader finds under it. */
export function DescribedTag(name: string, sentence: string): ClassDecorator {
  sentences.set(name, sentence);
  return ApiTags(name);
}

/** Empty for a tag that no controller describes. */
export const sentenceOf = (tag: string): string => sentences.get(tag) ?? '';
