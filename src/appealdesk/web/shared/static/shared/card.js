/* A gift by card costs the browser a little work, so that programs which try stolen cards are slow. Without this script
   the form asks for twenty seconds of patience instead. */
"use strict";
(() => {
  const ROUND = new Uint32Array([
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
    0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
    0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
    0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
    0xc67178f2,
  ]);
  const words = new Uint32Array(64);
  const turn = (value, by) => (value >>> by) | (value << (32 - by));

  // The first word of SHA-256 (FIPS 180-4) of a text of at most 55 ASCII letters, which is one block.
  const firstWord = (text) => {
    words.fill(0);
    for (let at = 0; at < text.length; at += 1) words[at >> 2] |= text.charCodeAt(at) << (24 - 8 * (at & 3));
    words[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
    words[15] = text.length * 8;
    for (let at = 16; at < 64; at += 1) {
      const early = words[at - 15];
      const late = words[at - 2];
      words[at] =
        words[at - 16] +
        (turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)) +
        words[at - 7] +
        (turn(late, 17) ^ turn(late, 19) ^ (late >>> 10));
    }
    let [a, b, c, d] = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a];
    let [e, f, g, h] = [0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
    for (let at = 0; at < 64; at += 1) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[at] + words[at]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    return (0x6a09e667 + a) >>> 0;
  };

  const seedOf = async (form) => {
    const currency = form.querySelector("[name=currency]:checked")?.value ?? form.elements.only.value;
    const text = `${form.elements.token.value}:${currency}:${form.elements.amount.value}`;
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 40);
  };

  const pause = () => new Promise((go) => setTimeout(go));

  const solve = async (seed, bits) => {
    for (let answer = 0; ; answer += 1) {
      if (firstWord(`${seed}:${answer}`) >>> (32 - bits) === 0) return answer;
      // The page stays alive between the pieces.
      if (answer % 2000 === 1999) await pause();
    }
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    // Without https a browser has no digest; then the form is sent as it would be without this script.
    if (!form.dataset.work || event.submitter?.name || form.dataset.sent || !window.crypto?.subtle) return;
    event.preventDefault();
    try {
      form.elements.work.value = await solve(await seedOf(form), Number(form.dataset.work));
    } finally {
      // Not through the button again: the other script has marked it as pressed.
      form.submit();
    }
  });
})();
