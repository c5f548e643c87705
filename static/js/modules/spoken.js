// What of a page is read aloud, in pieces that every browser reads to their end.
const BLOCKS = "h2, h3, h4, p, li, td, th, figcaption, blockquote";
const MOST = 200; // characters at once: longer ones some browsers break off after a quarter of a minute

// Sentences, and of long ones the parts between commas.
export function pieces(text) {
  const found = [];
  for (const part of text.match(/[^.!?…;:,]+[.!?…;:,]*["”»)]*\s*/g) ?? []) {
    const last = found.at(-1);
    if (last && !/[.!?…]["”»)]*\s*$/.test(last) && last.length + part.length <= MOST) {
      found[found.length - 1] = last + part;
    } else {
      found.push(part);
    }
  }
  return found.map((part) => part.trim()).filter((part) => /[\p{L}\p{N}]/u.test(part));
}

export function textsOf(root) {
  return [...root.querySelectorAll("[data-spoken]")].flatMap((place) => {
    const blocks = [...place.querySelectorAll(BLOCKS)].filter((block) => !block.querySelector(BLOCKS));
    return (blocks.length > 0 ? blocks : [place]).flatMap((block) => pieces(block.textContent));
  });
}
