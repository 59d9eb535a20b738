// seedrandom's types speak of its main entry only. That one loads node:crypto, which is felt at every start.
declare module 'seedrandom/lib/alea.js' {
  export default function alea(seed: string): () => number;
}
