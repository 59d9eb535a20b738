// What is thrown when the text is no program. `incomplete` tells that it is only not finished: whoever reads
// commands line by line then asks for another line and parses again. `delimiter` is the line that would end the
// here-document that is open, so that its lines need not be parsed one by one.

export class ShellSyntaxError extends Error {
  readonly line: number;
  readonly incomplete: boolean;
  readonly delimiter: string | null;

  constructor(line: number, message: string, incomplete = false, delimiter: string | null = null) {
    super(message);
    this.line = line;
    this.incomplete = incomplete;
    this.delimiter = delimiter;
  }
}
