// What the pane's script has from the page without installation, and from the build.
declare const ENGINE: string;

declare class Client {
  constructor(source: string, load: () => Promise<unknown>, seconds: number);
  ready: Promise<void>;
  ask(request: object, bytes: ArrayBufferLike): Promise<{ said: string }>;
  cancel(): void;
}

declare class Stopped extends Error {
  code: string;
}

declare function loadParts(about: object): Promise<unknown>;

interface Window {
  cgs: { unfit: string; started?: boolean; say(state: string): void };
}
