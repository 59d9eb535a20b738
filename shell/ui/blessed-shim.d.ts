// The part of blessed 0.1.81 that is used, some of it internal: the package is frozen, and screen.test.ts holds
// what is relied on here. (@types/blessed leaves these out.)

declare module 'blessed' {
  export interface Element {
    position: { left: number; top: number; width: number; height: number };
    hidden: boolean;
    lpos: Coords | undefined;
    render(): Coords | undefined;
    _getCoords(absolute: boolean): Coords | undefined;
  }

  export interface Coords {
    xi: number; // from
    xl: number; // up to, without
    yi: number;
    yl: number;
  }

  export interface Screen {
    children: Element[]; // from back to front
    lines: [attr: number, text: string][][];
    program: { cols: number; rows: number };
    alloc(): void;
    draw(): void;
    render(): void;
    destroy(): void;
  }

  /** blessed puts listeners of its own on the process, and keeps them in these statics. */
  interface ScreenStatics {
    (options: Record<string, unknown>): Screen;
    _exceptionHandler: () => void;
    _sigtermHandler: () => void;
    _sigintHandler: () => void;
    _sigquitHandler: () => void;
    _exitHandler: () => void;
  }

  const blessed: {
    Screen: ScreenStatics;
    box(options: Record<string, unknown>): Element;
    Tput: { ipaths: string[] };
  };
  export default blessed;
}
