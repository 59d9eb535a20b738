// The order of `sort -V`, which is that of Debian's versions and, for names of files, GNU's: numbers in the text count
// as numbers, ~ comes before everything, even the end, letters come before other characters, and the endings of names
// (.tar.gz) matter only for what is the same otherwise.

/** A string for each text, such that these strings come in the order of versions by their code units. */
export function versionKey(text: string): string {
  const front =
    text === '' ? '0' : text === '.' ? '1' : text === '..' ? '2' : text.startsWith('.') ? '3' : '4';
  const stem = text.replace(/(?:\.[A-Za-z~][A-Za-z0-9~]*)*$/, '');
  return front + parts(stem) + parts(text);
}

const TILDE = '\x01';
const END = '\x02'; // of a run of other characters

// Runs of other characters and of digits by turns, and the end as an empty run.
function parts(text: string): string {
  let key = '';
  for (const [, other = '', digits = ''] of text.matchAll(/(\D*)(\d*)/g)) {
    const number = digits.replace(/^0+/, '');
    key += Array.from(other, rank).join('') + END + String.fromCharCode(number.length) + number;
  }
  return key;
}

function rank(c: string): string {
  if (c === '~') return TILDE;
  return /[A-Za-z]/.test(c) ? c : `\x7f${c}`;
}
