// What comes from the user's terminal, once input.ts has made sense of the bytes.

export interface KeyEvent {
  is: 'key';
  /** With its modifiers in the order C- M- S-: 'a', 'A', '?', 'é', 'C-g', 'M-x', 'S-tab', 'C-left', 'f5', 'space'. */
  name: string;
  /** Without them: a character, or enter tab space backspace escape up down left right home end ... f1 to f24. */
  key: string;
  /** What it writes: 'a', ' '; '' for a key that writes nothing, or if control or alt is held. */
  text: string;
  ctrl: boolean;
  alt: boolean;
  shift: boolean; // only where the terminal tells: not for characters, where it shows in the character
}

export type MouseAction = 'press' | 'release' | 'move' | 'wheel-up' | 'wheel-down';

export interface MouseEvent {
  is: 'mouse';
  action: MouseAction; // 'move' comes only while a button is held
  x: number; // of the screen, from 0
  y: number;
  button: 'left' | 'middle' | 'right' | 'none';
  ctrl: boolean;
  alt: boolean;
  shift: boolean;
}

export interface PasteEvent {
  is: 'paste';
  text: string;
}

/** An answer of the terminal, a change of focus, or a sequence that we do not know: never to be taken for keys. */
export interface ReportEvent {
  is: 'report';
  sequence: string;
}

export interface ResizeEvent {
  is: 'resize';
  width: number;
  height: number;
}

export type InputEvent = KeyEvent | MouseEvent | PasteEvent | ReportEvent;

export type UiEvent = InputEvent | ResizeEvent;
