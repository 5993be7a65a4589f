// The diagram library's words in Indonesian.
import words from './id';
import { translator } from './translator';

const indonesian = translator(words);

export const { missing, translate } = indonesian;

export default indonesian.module;
