// What the host's terminal can do, as far as the environment tells.
//
// The system's terminfo is not asked: every terminal of this century understands what we write (draw.ts), and
// where it differs, in colours and character set, terminfo knows less than these variables. Flags win over them.

export type Colors = 0 | 16 | 256 | 16777216;

export interface Caps {
  colors: Colors;
  unicode: boolean;
}

export interface CapsFlags {
  color?: boolean; // false: --no-color
  ascii?: boolean; // --ascii
}

type Env = Record<string, string | undefined>;

/** Why a full-screen interface is impossible here, or null if nothing speaks against it. */
export function refusal(
  env: Env,
  streams: { input: { isTTY?: boolean }; output: { isTTY?: boolean } },
): string | null {
  if (!streams.input.isTTY) return 'standard input is not a terminal';
  if (!streams.output.isTTY) return 'standard output is not a terminal';
  if (env.WT_SESSION) return null; // Windows Terminal, which sets no TERM
  if (!env.TERM || env.TERM === 'dumb') return `the terminal (TERM=${env.TERM ?? ''}) cannot place a cursor`;
  return null;
}

export function detectCaps(env: Env, flags: CapsFlags = {}): Caps {
  return {
    colors: flags.color === false ? 0 : detectColors(env),
    unicode: !flags.ascii && detectUnicode(env),
  };
}

function detectColors(env: Env): Colors {
  const term = env.TERM ?? '';
  if (env.NO_COLOR) return 0; // no-color.org: any value that is not empty
  if (/^(truecolor|24bit)$/i.test(env.COLORTERM ?? '') || env.WT_SESSION) return 16777216;
  if (/256color|kitty|alacritty|ghostty|foot|wezterm/.test(term) || env.TMUX || env.STY) return 256;
  if (/^vt\d|mono|-m$/.test(term)) return 0;
  return 16;
}

/** A locale that is set decides. Where none is, as in most containers, UTF-8 is by far the likelier. */
function detectUnicode(env: Env): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return !locale || /utf-?8/i.test(locale);
}
