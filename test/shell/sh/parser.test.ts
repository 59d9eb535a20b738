// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the shell's
import { describe, expect, it } from 'vitest';
import { lexer } from '../../../shell/sh/lexer.ts';
import { parseNext, parseProgram } from '../../../shell/sh/parser.ts';
import { ShellSyntaxError } from '../../../shell/sh/syntax-error.ts';
import { listText } from './tree-text.ts';

function parse(text: string, aliases: Record<string, string> = {}): string {
  return listText(parseProgram(lexer(text, { aliases: new Map(Object.entries(aliases)) })));
}

/** What is wrong with a text: the line and the message, and whether more text could mend it. */
function wrong(text: string): string {
  for (const final of [false, true]) {
    try {
      const source = lexer(text, { final });
      while (parseNext(source));
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      if (!error.incomplete) return `${error.line}: ${error.message}`;
    }
  }
  return 'nothing';
}

function isIncomplete(text: string): boolean {
  try {
    const source = lexer(text, { final: false });
    while (parseNext(source));
    return false;
  } catch (error) {
    return error instanceof ShellSyntaxError && error.incomplete;
  }
}

describe('words', () => {
  it.each([
    ['a b  c', 'a b c'],
    [`'a b' "c d" e\\ f`, `'a b' "'c d'" e' 'f`],
    [`a'b'"c"\\d`, `a'b'"'c'"'d'`],
    ['""', '""'],
    ["''", "''"],
    [`"a\\b\\$\\"\\\\"`, `"'a\\b$"\\'"`],
    ["$'a\\tb\\'c\\x41\\101'", "'a\tb'cAA'"],
    ["$'\\xc3\\xa9'", "'é'"],
    ["$'\\u00e9\\U0001f600'", "'é😀'"],
    ["$'\\cA\\ca\\c?\\c'", "'\x01\x01\x7f\\c'"],
    ["$'\\?\\\"\\e\\z'", `'?"\x1b\\z'`],
    [`"$'a'"`, `"'$'a''"`],
    ['ab\\\ncd', 'abcd'],
    ['# comment\na#b # c', 'a#b'],
    ['a\\', "a'\\'"],
    ['日本 é', '日本 é'],
    ['\\😀x', "'😀'x"],
  ])('%j', (text, expected) => {
    expect(parse(text)).toBe(expected);
  });
});

describe('expansions', () => {
  it.each([
    ['$a$b ${c}d', '{a}{b} {c}d'],
    ['$10 ${10}', '{1}0 {10}'],
    ['$? $! $$ $# $@ $* $- $0', '{?} {!} {$} {#} {@} {*} {-} {0}'],
    ['$ a$ "$" $%', '$ a$ "\'$\'" $%'],
    ['${#a} ${#} ${##} ${#?}', '{length a} {#} {length #} {length ?}'],
    ['${#-x}', '{# default x}'],
    ['${a:-b c} ${a-} ${a:=x}', '{a :default b c} {a default } {a :assign x}'],
    ['${a?no such} ${a:+$b}', '{a error no such} {a :alternative {b}}'],
    [
      '${a#*/} ${a##*/} ${a%.c} ${a%%.*}',
      '{trim start a */} {trim longest start a */} {trim end a .c} {trim longest end a .*}',
    ],
    [`"\${a:-'b'}" \${a:-'b'}`, `"{a :default ''b''}" {a :default 'b'}`],
    [`"\${a#'*'}"`, `"{trim start a '*'}"`],
    ['${a:-"}"}', `{a :default "'}'"}`],
    ['${a:-${b:-c}}', '{a :default {b :default c}}'],
    ['$(echo a; echo b)c', '{command echo a; echo b}c'],
    ['$(echo $(echo ")"))', `{command echo {command echo "')'"}}`],
    ['$(case a in a) echo x;; esac)', '{command case a in(a(echo x))}'],
    ['`echo \\`echo a\\``', '{command echo {command echo a}}'],
    ['"`echo \\"a\\"`"', `"{command echo "'a'"}"`],
    ['$()', '{command }'],
    ['$((1 + $a * (2)))', "{arithmetic '1 + '{a}' * ''(''2'')'}"],
    ['$((echo a); echo b)', '{command subshell(echo a); echo b}'],
  ])('%j', (text, expected) => {
    expect(parse(text)).toBe(expected);
  });
});

describe('commands', () => {
  it.each([
    ['a; b & c', 'a; b &; c'],
    ['a && b || c && d', '(((a && b) || c) && d)'],
    ['a &&\n\nb |\nc', '(a && b | c)'],
    ['! a | b', '! a | b'],
    ['x=1 y= z="a b" cmd w=2', `x=1 y= z="'a b'" cmd w=2`],
    ['"x"=1 1x=2', `"'x'"=1 1x=2`],
    ['>f <g cmd 2>&1 3>>h 4<>i >|j 5<&-', 'cmd 1>f 0<g 2&1 3>>h 4<>i 1>|j 5&-'],
    ['echo 2 >f 2>g a2>h', 'echo 2 a2 1>f 2>g 1>h'],
    ['{ a; b; } >f', '{a; b} 1>f'],
    ['(a; b) | c', 'subshell(a; b) | c'],
    ['if a; then b; elif c\nthen d; else e; fi', 'if(a)then(b)elif(c)then(d)else(e)'],
    ['while a; do b; done', 'while(a)do(b)'],
    ['until a\ndo\nb\ndone', 'until(a)do(b)'],
    ['for i in a $b; do c; done', 'for i in(a {b})do(c)'],
    ['for i; do c; done', 'for i in(arguments)do(c)'],
    ['for i\ndo c; done', 'for i in(arguments)do(c)'],
    ['for i in; do c; done', 'for i in()do(c)'],
    ['case $a in (x|y) b;; z) c;& *) d; esac', 'case {a} in(x|y(b) z(c)& *(d))'],
    ['case a in esac', 'case a in()'],
    ['f() { a; }', 'f() {a}'],
    ['f()\n(a)', 'f() subshell(a)'],
    ['echo if then fi', 'echo if then fi'],
    ['if=1; \\if a', "if=1; 'i'f a"],
    ['{a; }b', '{a; }b'],
  ])('%j', (text, expected) => {
    expect(parse(text)).toBe(expected);
  });
});

describe('here-documents', () => {
  it.each([
    ['cat <<E\na $b\nE\necho x', "cat 0<<'a '{b}'\n'; echo x"],
    ["cat <<'E'\na $b\nE\n", "cat 0<<'a $b\n'"],
    ['cat <<-E\n\ta\n\t\tb\n\tE\n', "cat 0<<'a\nb\n'"],
    ['cat <<A <<B; c\n1\nA\n2\nB\n', "cat 0<<'1\n' 0<<'2\n'; c"],
    ['cat <<E\n"\\$\\a"\nE\n', `cat 0<<'"$\\a"\n'`],
    ['cat <<E\na\\\nE\nE\n', "cat 0<<'aE\n'"],
    ['a <<E && b\nx\nE\n', "(a 0<<'x\n' && b)"],
    ['$(cat <<E\nx\nE\n)', "{command cat 0<<'x\n'}"],
    ['cat <<E\nx', "cat 0<<'x'"],
    ['cat <<""\nx\n\ny', "cat 0<<'x\n'; y"],
  ])('%j', (text, expected) => {
    expect(parse(text)).toBe(expected);
  });
});

describe('aliases', () => {
  it('are replaced where a command begins, and once', () => {
    expect(parse('ls ls; x | ll', { ls: 'ls -F', ll: 'ls -l' })).toBe('ls -F ls; x | ls -F -l');
  });

  it('may hold any part of a command', () => {
    expect(parse('BEGIN a; END', { BEGIN: '{', END: '}' })).toBe('{a}');
    expect(parse('a x; b', { a: 'echo 1;', b: 'echo 2 | cat' })).toBe('echo 1; x; echo 2 | cat');
  });

  it('that end in a blank let the next word be one too', () => {
    expect(parse('sudo ll ll', { sudo: 'sudo ', ll: 'ls' })).toBe('sudo ls ll');
  });

  it('are not replaced when quoted', () => {
    expect(parse("\\a 'a'", { a: 'b' })).toBe("'a' 'a'");
  });
});

describe('errors name the line, what was found and what was expected', () => {
  it.each([
    ['fi', '1: "fi" unexpected'],
    ['if true; fi', '1: "fi" unexpected (expecting "then")'],
    ['a\nif true\nthen b\n', '4: end of file unexpected (expecting "fi")'],
    ['while true; do', '1: end of file unexpected (expecting "done")'],
    ['echo (', '1: end of file unexpected (expecting ")")'],
    ['a ;; b', '1: ";;" unexpected'],
    ['&& b', '1: "&&" unexpected'],
    ['a |', '1: end of file unexpected'],
    ['a | | b', '1: "|" unexpected'],
    ['( )', '1: ")" unexpected'],
    ['{ }', '1: "}" unexpected'],
    ['a\n)', '2: ")" unexpected'],
    ['for 1 in a; do :; done', '1: Bad for loop variable'],
    ['1f() { :; }', '1: Bad function name'],
    ['a b() { :; }', '1: "(" unexpected'],
    ['case x in a) b', '1: end of file unexpected (expecting ";;")'],
    ['echo "abc', '1: Unterminated quoted string'],
    ["echo 'a\nb", '1: Unterminated quoted string'],
    ['echo `a', '1: EOF in backquote substitution'],
    ['echo $(a', '1: end of file unexpected (expecting ")")'],
    ['echo $((1', "1: Missing '))'"],
    ['echo ${a', "1: Missing '}'"],
    ['echo ${a!b}', '1: Bad substitution'],
    ['echo >', '1: end of file unexpected'],
    ['echo > \n', '1: newline unexpected'],
    ['if true; then fi', '1: "fi" unexpected'],
  ])('%j', (text, expected) => {
    expect(wrong(text)).toBe(expected);
  });
});

describe('text that is not finished asks for more', () => {
  it.each([
    'echo "a',
    "echo 'a\n",
    'a |',
    'a &&\n',
    'if true',
    'for i in a\n',
    '{ a\n',
    '(a',
    'cat <<E\n',
    'a \\\n',
    '$(a',
    '`a',
    '${a',
    'f()\n',
    'case a in\n',
  ])('%j', (text) => {
    expect(isIncomplete(text)).toBe(true);
  });

  it.each(['echo a\n', 'fi\n', 'echo )\n', 'cat <<E\nE\n', ';', '\n'])('%j does not', (text) => {
    expect(isIncomplete(text)).toBe(false);
  });
});

it('one complete command is read at a time', () => {
  const source = lexer('a; b\n\n# c\nd &&\ne\nf');
  const lists = [];
  for (let list = parseNext(source); list; list = parseNext(source)) lists.push(listText(list));
  expect(lists).toEqual(['a; b', '(d && e)', 'f']);
});
